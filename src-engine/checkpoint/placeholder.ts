/** The token that keeps an image's or a video's place in a prompt: config.json says its id, processor and tokenizer its text. They must agree. */
import { EngineError } from '../errors.ts';
import { isObject } from '../files/document.ts';
import type { JsonDocument } from '../files/published-json.ts';
import { quote } from '../files/words.ts';
import type { TokenizerFiles } from './text-files.ts';

type Kind = 'image' | 'video';

export interface PlaceholderSource {
  readonly config: JsonDocument;
  readonly tokenizer: TokenizerFiles;
  readonly processor: JsonDocument | undefined;
}

function textField(value: unknown, field: string): string | undefined {
  const found = isObject(value) ? value[field] : undefined;
  const text = isObject(found) ? found['content'] : found;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** As the processors of transformers 5.24 take it: from the tokenizer, else from their own config. */
function namedToken(kind: Kind, { tokenizer, processor }: PlaceholderSource): string | undefined {
  const field = `${kind}_token`;
  const config = tokenizer.configDocument?.value;
  const extra = isObject(config)
    ? (config['extra_special_tokens'] ?? config['model_specific_special_tokens'])
    : {};
  return textField(config, field) ?? textField(extra, field) ?? textField(processor?.value, field);
}

/** Token to id of the model's own vocabulary; unigram models list theirs as pairs. */
function vocabularyOf({ json }: TokenizerFiles): Iterable<readonly [unknown, unknown]> {
  const model = json['model'];
  const vocabulary = isObject(model) ? model['vocab'] : undefined;
  if (Array.isArray(vocabulary)) {
    return vocabulary.map((entry: unknown, id) => [Array.isArray(entry) ? entry[0] : undefined, id]);
  }
  return isObject(vocabulary) ? Object.entries(vocabulary) : [];
}

function idOf(token: string, tokenizer: TokenizerFiles): number | undefined {
  for (const [id, content] of tokenizer.added) if (content === token) return id;
  for (const [known, id] of vocabularyOf(tokenizer)) if (known === token && typeof id === 'number') return id;
  return undefined;
}

function textOf(id: number, tokenizer: TokenizerFiles): string | undefined {
  const added = tokenizer.added.get(id);
  if (added !== undefined) return added;
  for (const [token, known] of vocabularyOf(tokenizer))
    if (known === id && typeof token === 'string') return token;
  return undefined;
}

/** `image_token_index` or `image_token_id`, as config.json spells it. */
function fieldIn(kind: Kind, { value }: JsonDocument): string {
  const index = `${kind}_token_index`;
  const id = `${kind}_token_id`;
  return isObject(value) && !(index in value) && id in value ? id : index;
}

/**
 * The placeholder as it stands in a rendered prompt.
 *
 * @param id what config.json, or its family's default, makes the placeholder
 * @throws EngineError `bad-checkpoint`: the id is another token's, or no token's. The model would look for places that the prompt does not
 * have; transformers refuses such a prompt, too.
 */
export function placeholderText(kind: Kind, id: number, source: PlaceholderSource): string {
  const { tokenizer, config } = source;
  const named = namedToken(kind, source);
  const usual = named ?? `<${kind}>`;
  const right = idOf(usual, tokenizer);
  if (right === id) return usual;
  const found = textOf(id, tokenizer);
  const field = fieldIn(kind, config);
  if (right !== undefined) {
    const other = found === undefined ? 'which no token has' : `which is ${quote(found)}`;
    const fact = `${config.file}: ${field} is ${id}, ${other}, but the ${kind} token ${quote(usual)} of the tokenizer has the id ${right}`;
    throw new EngineError('bad-checkpoint', fact, { remedy: `set ${field} to ${right}` });
  }
  const added = tokenizer.added.get(id);
  if (added !== undefined && named === undefined) return added;
  const held = found === undefined ? 'no token' : `only ${quote(found)}`;
  const fact = `tokenizer.json has ${held} for the id ${id}, which config.json makes the ${kind} token (${field}), and no ${quote(usual)}`;
  throw new EngineError('bad-checkpoint', fact, { remedy: { kind: 'download-again', what: 'both files' } });
}
