/** When an answer ends: generation_config.json, with config.json to fall back on. */
import { z } from 'zod';
import { count, sizes } from './config-fields.ts';
import { usualEos, type TextModelType } from './config-text.ts';
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

export interface GenerationDefaults {
  /** Generation stops at any of these ids. */
  readonly eosTokenIds: readonly number[];
  readonly maxNewTokens: number | undefined;
}

function eosIn(document: JsonDocument | undefined): readonly number[] | undefined {
  return document && (parseDocument(schema, document).eos_token_id ?? undefined);
}

/**
 * Without any id the answer ends at its length limit.
 *
 * @param usualDecoder what the family means where config.json does not name its decoder
 * @throws EngineError `bad-checkpoint` naming the field
 */
export function generationDefaults(
  config: JsonDocument,
  generation: JsonDocument | undefined,
  usualDecoder: TextModelType,
): GenerationDefaults {
  const nested = isObject(config.value) ? config.value['text_config'] : undefined;
  const text = isObject(nested) ? { file: `${config.file}: text_config`, value: nested } : undefined;
  const decoder = text?.value['model_type'] ?? usualDecoder;
  return {
    eosTokenIds: eosIn(generation) ?? eosIn(config) ?? eosIn(text) ?? usualEos.get(decoder) ?? [],
    maxNewTokens: (generation && parseDocument(schema, generation).max_new_tokens) ?? undefined,
  };
}
