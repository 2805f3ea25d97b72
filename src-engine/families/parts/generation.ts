/** How a checkpoint wants its answers made: generation_config.json, or where there is none the same fields in config.json. */
import { z } from 'zod';
import { count, sizes } from './config-fields.ts';
import { usualEos, type TextModelType } from './config-text.ts';
import { settingsSchema, type GenerationSettings } from './generation-settings.ts';
import { unappliedSettings } from './generation-unapplied.ts';
import { isObject } from '../../files/document.ts';
import { parseDocument, type JsonDocument } from '../../files/published-json.ts';

const id = count(sizes.vocabulary, 0);

const eosSchema = z
  .union([id.transform((one) => [one]), z.array(id).max(1024)], {
    error: 'must be a token id or a list of token ids',
  })
  .nullish();

const schema = z.object({ eos_token_id: eosSchema }, { error: 'must be an object' });

export interface GenerationDefaults {
  /** Generation stops at any of these ids. */
  readonly eosTokenIds: readonly number[];
  readonly settings: GenerationSettings;
  /** Where `settings` stand; undefined where there are none. */
  readonly file: string | undefined;
  /** What the same file asks for and is not done: "num_beams 4". */
  readonly unapplied: readonly string[];
  /** Sentences that belong beside the checkpoint. */
  readonly notes: readonly string[];
}

function eosIn(document: JsonDocument | undefined): readonly number[] | undefined {
  const ids = document && parseDocument(schema, document).eos_token_id;
  return ids && ids.length > 0 ? ids : undefined; // an empty list names none
}

/**
 * As transformers 5.24: generation_config.json alone, if there is one; else config.json, what it leaves open from its `text_config`.
 * Only the end is looked for further: without any id the answer ends at its length limit.
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
  const own = eosIn(generation);
  const eosTokenIds = own ?? eosIn(config) ?? eosIn(text) ?? usualEos.get(decoder) ?? [];
  const source = generation ?? { file: config.file, value: withText(config.value, text?.value) };
  const settings = parseDocument(settingsSchema, source);
  const unapplied = unappliedSettings(source.value);
  const endless = generation !== undefined && own === undefined && eosTokenIds.length > 0;
  return {
    eosTokenIds,
    settings,
    file: Object.values(settings).some((value) => value !== undefined) ? source.file : undefined,
    unapplied,
    notes: [
      ...(unapplied.length === 0
        ? []
        : [
            `${source.file} asks for ${unapplied.join(', ')}; ${unapplied.length === 1 ? 'that is' : 'they are'} not applied here.`,
          ]),
      ...(endless
        ? [
            `${source.file} names no end token; answers end at the one that ${config.file} or the decoder's class has.`,
          ]
        : []),
    ],
  };
}

/** config.json with what only its `text_config` says; null counts as unsaid. */
function withText(outer: unknown, text: Readonly<Record<string, unknown>> | undefined): unknown {
  if (!isObject(outer) || text === undefined) return outer;
  const said = Object.entries(outer).filter(([, value]) => value !== null);
  return { ...text, ...Object.fromEntries(said) };
}
