/** When an answer ends: generation_config.json, with config.json to fall back on. */
import { z } from 'zod';
import type { GenerationDefaults } from '../../checkpoint/checkpoint.ts';
import { count, sizes } from './config-fields.ts';
import { isObject } from '../../files/document.ts';
import { parseDocument, type JsonDocument } from '../../files/published-json.ts';

const id = count(sizes.vocabulary, 0);

const eosSchema = z
  .union([id.transform((one) => [one]), z.array(id).max(1024)], {
    error: 'must be a token id or a list of token ids',
  })
  .nullish();

const schema = z.object(
  { eos_token_id: eosSchema, max_new_tokens: count(sizes.positions).nullish() },
  { error: 'must be an object' },
);

/** What Gemma and Qwen2 configs mean when they do not say, by `text_config.model_type`; Llama and Mistral mean 2. */
const usualEos: ReadonlyMap<unknown, readonly number[]> = new Map([
  ['gemma', [1]],
  ['qwen2', []],
]);

/** What families mean that do not name their decoder; the others mean Llama. */
const usualDecoder: ReadonlyMap<unknown, string> = new Map([
  ['llava_onevision', 'qwen2'],
  ['paligemma', 'gemma'],
]);

function eosIn(document: JsonDocument | undefined): readonly number[] | undefined {
  return document && (parseDocument(schema, document).eos_token_id ?? undefined);
}

/** Throws `bad-checkpoint` naming the field. Without any id the answer ends at its length limit. */
export function generationDefaults(
  config: JsonDocument,
  generation: JsonDocument | undefined,
): GenerationDefaults {
  const nested = isObject(config.value) ? config.value['text_config'] : undefined;
  const text = isObject(nested) ? { file: `${config.file}: text_config`, value: nested } : undefined;
  const outerType = isObject(config.value) ? config.value['model_type'] : undefined;
  const decoder = text?.value['model_type'] ?? usualDecoder.get(outerType);
  return {
    eosTokenIds: eosIn(generation) ?? eosIn(config) ?? eosIn(text) ?? usualEos.get(decoder) ?? [2],
    maxNewTokens: (generation && parseDocument(schema, generation).max_new_tokens) ?? undefined,
  };
}
