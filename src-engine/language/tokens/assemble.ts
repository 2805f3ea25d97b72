/** A tokenizer's files put together as transformers 5.24 does it: who reads them, which tokens are added in which order, what frames a text. */
import { z } from 'zod';
import { isObject } from '../../files/document.ts';
import { parseDocument } from '../../files/published-json.ts';
import { AddedVocabulary, type AddedToken } from './added-vocabulary.ts';
import { readBy, type ReadBy } from './classes.ts';
import {
  addedTokenSchema,
  contentOf,
  readTokenizerConfig,
  specialToken,
  type NamedToken,
  type TokenizerConfig,
} from './config-tokens.ts';
import { decoderOf } from './decoders.ts';
import { frameOf, noFrame } from './frame.ts';
import { modelOf } from './models.ts';
import { normalizerOf } from './normalizers.ts';
import { optionalPart } from './part.ts';
import type { Parts } from './pipeline.ts';
import { preTokenizerOf } from './pre-tokenizers.ts';
import type { TokenizerSource } from '../../checkpoint/tokenizer-source.ts';

const fileSchema = z.looseObject({
  model: z.looseObject({}, { error: 'must be an object' }),
  added_tokens: z.array(addedTokenSchema, { error: 'must be a list' }).max(100_000).nullish(),
});

export interface Assembled {
  readonly parts: Parts;
  /** `bos_token` and its kin, and every `*_token` of the model's own, by name. */
  readonly named: ReadonlyMap<string, string>;
  /** Contents that steer the model: named tokens and those that are marked special. */
  readonly special: ReadonlySet<string>;
  readonly notes: readonly string[];
}

/** Throws `bad-checkpoint` naming the file and the field that is wrong. */
export function assemble(source: TokenizerSource): Assembled {
  const file = parseDocument(fileSchema, { file: 'tokenizer.json', value: source.json });
  const config = readTokenizerConfig(source.config);
  const reader = readBy(source.modelType, config.fields.tokenizer_class ?? undefined, source.json);
  const json = { ...source.json, ...(reader.kind === 'class' ? rebuilt(file.model, reader, config) : {}) };
  const part = (name: string) => optionalPart(Reflect.get(json, name), [name]);
  const made = <T>(
    name: string,
    make: (part: NonNullable<ReturnType<typeof optionalPart>>) => T,
  ): T | undefined => {
    const found = part(name);
    return found && make(found);
  };

  const model = modelOf(Reflect.get(json, 'model'));
  const normalize = made('normalizer', normalizerOf);
  const added = new AddedVocabulary(model, normalize);
  if (reader.kind !== 'class') added.add(file.added_tokens ?? []);
  const { named, extra, decoderTokens } = tokensOf(source, config, file.added_tokens ?? [], reader);
  added.add(missingTokens(added, named, extra, decoderTokens));
  const special = new Set([...named.values(), ...extra].map(contentOf));
  if (reader.kind === 'class' && reader.rebuilds.renewsNamed === true)
    added.add([...special].map(specialToken));
  if (source.modelType === 'paligemma') addPlaces(added, named);
  if (source.placeholder !== undefined)
    added.place(specialToken(source.placeholder.content), source.placeholder.id);
  for (const entry of added.entries()) if (entry.special) special.add(entry.content);

  const clean =
    config.fields.clean_up_tokenization_spaces === true &&
    (model.type !== 'BPE' ||
      config.fields.clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output === true);
  return {
    parts: {
      model,
      added,
      normalize,
      preTokenize: made('pre_tokenizer', preTokenizerOf),
      // PaliGemma's processor takes the frame away and writes the begin token itself.
      frame: source.modelType === 'paligemma' ? noFrame : (made('post_processor', frameOf) ?? noFrame),
      decode: made('decoder', decoderOf),
      cleansUp: clean,
    },
    named: new Map([...named].map(([name, token]) => [name, contentOf(token)])),
    special,
    notes: notesOf(file.model, reader),
  };
}

function rebuilt(
  model: Record<string, unknown>,
  reader: ReadBy & { kind: 'class' },
  config: TokenizerConfig,
): object {
  const parts = reader.rebuilds.parts(config.fields);
  const vocabulary = model['vocab'];
  const vocab = Array.isArray(vocabulary)
    ? Object.fromEntries(
        vocabulary.map((entry: unknown, id) => [String(Array.isArray(entry) ? entry[0] : entry), id]),
      )
    : vocabulary;
  return { ...parts, model: { ...parts.model, vocab, merges: model['merges'] ?? [] } };
}

interface ConfigTokens {
  readonly named: Map<string, NamedToken>;
  readonly extra: readonly NamedToken[];
  readonly decoderTokens: readonly AddedToken[];
}

/** Without `added_tokens_decoder` the older files count, and then tokenizer.json's own added tokens come again, behind theirs. */
function tokensOf(
  source: TokenizerSource,
  config: TokenizerConfig,
  fileTokens: readonly AddedToken[],
  reader: ReadBy,
): ConfigTokens {
  const defaults = reader.kind === 'class' ? reader.rebuilds.named : {};
  const named = new Map<string, NamedToken>([...Object.entries(defaults), ...config.named]);
  let { extra } = config;
  let decoderTokens = config.addedDecoder;
  if (decoderTokens === undefined) {
    const map = readTokenizerConfig(source.specialTokensMap ?? {}, 'special_tokens_map.json');
    for (const [name, token] of map.named)
      named.set(name, typeof token === 'string' ? token : { ...token, special: true });
    extra = [...extra, ...map.extra];
    const special = new Set([...named.values(), ...extra].map(contentOf));
    decoderTokens = [...olderTokens(source.addedTokens, special), ...fileTokens];
  }
  const byContent = new Map(decoderTokens.map((token) => [token.content, token]));
  for (const [name, token] of named) named.set(name, byContent.get(contentOf(token)) ?? token);
  return { named, extra, decoderTokens };
}

/** added_tokens.json: ids by token, in order of the ids. */
function olderTokens(value: object | undefined, special: ReadonlySet<string>): AddedToken[] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .sort(([, a], [, b]) => Number(a) - Number(b))
    .map(([content]) => ({
      ...specialToken(content),
      special: special.has(content),
      normalized: !special.has(content),
    }));
}

/** What the config adds to what tokenizer.json has: its list with its flags, then named and extra tokens that are not added yet. */
function missingTokens(
  added: AddedVocabulary,
  named: ReadonlyMap<string, NamedToken>,
  extra: readonly NamedToken[],
  decoderTokens: readonly AddedToken[],
): AddedToken[] {
  const names = new Set([...named.values()].map(contentOf));
  const seen = new Set(decoderTokens.map((token) => token.content));
  const missing: NamedToken[] = [...decoderTokens];
  for (const token of [...named.values(), ...extra]) {
    const content = contentOf(token);
    if (added.has(content) || seen.has(content)) continue;
    seen.add(content);
    missing.push(token);
  }
  return missing.map((token) =>
    typeof token === 'string'
      ? specialToken(token)
      : names.has(token.content)
        ? { ...token, special: true }
        : token,
  );
}

/** PaliGemma's processor adds the image's token and 1,152 names of places and shapes. */
function addPlaces(added: AddedVocabulary, named: ReadonlyMap<string, NamedToken>): void {
  if (!named.has('image_token')) added.add([specialToken('<image>')]);
  const plain = (content: string): AddedToken => ({
    ...specialToken(content),
    normalized: true,
    special: false,
  });
  const numbered = (name: string, count: number, digits: number): AddedToken[] =>
    Array.from({ length: count }, (_, i) => plain(`<${name}${String(i).padStart(digits, '0')}>`));
  added.add([...numbered('loc', 1024, 4), ...numbered('seg', 128, 3)]);
}

function notesOf(model: Record<string, unknown>, reader: ReadBy): string[] {
  const notes: string[] = [];
  const { dropout } = model;
  if (typeof dropout === 'number' && dropout > 0) {
    notes.push(
      'tokenizer.json asks for dropout while text is cut into tokens; it is left out, so that one text always gives the same tokens.',
    );
  }
  if (reader.kind === 'other-class') {
    notes.push(
      `transformers 5 builds a ${reader.name} anew from its vocabulary; here tokenizer.json is used as it is written, so single tokens of a prompt may differ.`,
    );
  }
  return notes;
}
