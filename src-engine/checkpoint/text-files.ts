/** The tokenizer's files, parsed and completed. Does not tokenize. */
import { join } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { exists } from '../files/bounded-file.ts';
import { count, sizes, words } from '../families/parts/config-fields.ts';
import { parseDocument, readJson, readOptionalJson, type JsonDocument } from '../files/published-json.ts';
import { folderLimits } from './limits.ts';
import type { TokenizerSource } from './tokenizer-source.ts';

export interface TokenizerFiles extends Omit<TokenizerSource, 'json' | 'config' | 'modelType'> {
  readonly json: Record<string, unknown>;
  readonly config: Record<string, unknown>;
  readonly configDocument: JsonDocument | undefined;
  /** Content of every added token by id. */
  readonly added: ReadonlyMap<number, string>;
}

const addedToken = z.looseObject(
  { id: count(sizes.vocabulary, 0), content: words() },
  { error: 'must be an object' },
);
const tokenizerSchema = z.looseObject(
  {
    model: z.looseObject({}, { error: 'must be an object' }),
    added_tokens: z.array(addedToken, { error: 'must be a list' }).max(folderLimits.addedTokens).nullish(),
  },
  { error: 'must be an object' },
);
const configSchema = z.looseObject(
  {
    added_tokens_decoder: z
      .record(z.string(), z.looseObject({ content: words() }, { error: 'must be an object' }), {
        error: 'must be an object',
      })
      .nullish(),
  },
  { error: 'must be an object' },
);

async function missingTokenizer(directory: string): Promise<EngineError> {
  const sentencePiece = await exists(join(directory, 'tokenizer.model'));
  const remedy = sentencePiece
    ? 'tokenizer.model alone is not read: save the tokenizer again with transformers (AutoTokenizer, save_pretrained)'
    : 'download it from where the model was published';
  return new EngineError('bad-checkpoint', 'The folder has no tokenizer.json', { remedy: remedy });
}

async function companion(directory: string, name: string): Promise<Record<string, unknown> | undefined> {
  const document = await readOptionalJson(directory, name, folderLimits.configBytes);
  return document && parseDocument(companionSchema, document);
}

const companionSchema = z.looseObject({}, { error: 'must be an object' });

/** The files as they are; what they amount to is the tokenizer's to say. */
export async function readTokenizer(directory: string): Promise<TokenizerFiles> {
  if (!(await exists(join(directory, 'tokenizer.json')))) throw await missingTokenizer(directory);
  const document = await readJson(join(directory, 'tokenizer.json'), folderLimits.tokenizerBytes);
  const json = parseDocument(tokenizerSchema, document);
  const configDocument = await readOptionalJson(directory, 'tokenizer_config.json', folderLimits.configBytes);
  const config = configDocument ? parseDocument(configSchema, configDocument) : {};
  const added = new Map((json.added_tokens ?? []).map(({ id, content }) => [id, content]));
  for (const [key, { content }] of Object.entries(config.added_tokens_decoder ?? {})) {
    const id = Number(key);
    if (Number.isSafeInteger(id) && id >= 0 && !added.has(id)) added.set(id, content);
  }
  return {
    json,
    config,
    configDocument,
    specialTokensMap: await companion(directory, 'special_tokens_map.json'),
    addedTokens: await companion(directory, 'added_tokens.json'),
    added,
  };
}
