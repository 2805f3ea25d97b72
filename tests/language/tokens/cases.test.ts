/**
 * Tokenizers of every kind against transformers 5.24.0 with tokenizers 0.23.3: ids of prompts and texts of answers, as
 * tools/golden/token_cases.py wrote them. `TOKEN_CASES` may name a longer file that it made on demand.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTokenizer } from '../../../src-engine/language/tokenizer.ts';

const record = z.record(z.string(), z.unknown());
const ids = z.array(z.number());
const caseSchema = z.object({
  name: z.string(),
  base: z.string(),
  json: record,
  model: record,
  config: record,
  modelType: z.string(),
  specialTokensMap: record.optional(),
  addedTokens: record.optional(),
  named: z.record(z.string(), z.string()),
  ids: z.array(ids.nullable()), // null: the reference itself fails there
  answers: z.array(ids),
  decoded: z.array(z.string().nullable()), // of the answers, then of the ids
});
const schema = z.object({
  from: z.string(),
  every: z.number(),
  bases: z.record(z.string(), record),
  texts: z.array(z.string()),
  cases: z.array(caseSchema),
});

const stored = new URL('../../fixtures/language/tokens/cases.json', import.meta.url);
const { bases, cases, every, texts } = schema.parse(
  JSON.parse(readFileSync(process.env['TOKEN_CASES'] ?? stored, 'utf8')),
);
type Case = (typeof cases)[number];

function tokenizerOf(one: Case) {
  const base = bases[one.base] ?? {};
  const model = { ...base, ...one.model };
  if (model['merges'] === 'as text') {
    model['merges'] = z
      .array(z.array(z.string()))
      .parse(base['merges'])
      .map((pair) => pair.join(' '));
  }
  const { config, modelType, specialTokensMap, addedTokens } = one;
  return createTokenizer({
    json: { version: '1.0', ...one.json, model },
    config,
    modelType,
    specialTokensMap,
    addedTokens,
  });
}

describe.each(cases.map((one, number) => [one.name, one, number] as const))('%s', (_, one, number) => {
  const tokenizer = tokenizerOf(one);
  const own = texts.filter((_text, at) => (at + number) % every === 0);

  it('gives the ids of transformers', () => {
    for (const [at, text] of own.entries()) {
      const wanted = one.ids[at];
      if (wanted !== null) expect({ text, ids: tokenizer.encode(text) }).toEqual({ text, ids: wanted });
    }
  });

  it('gives the texts of transformers', () => {
    const said = [...one.answers, ...one.ids.map((given) => given ?? [])];
    for (const [at, given] of said.entries()) {
      const wanted = one.decoded[at];
      if (wanted !== null)
        expect({ ids: given, text: tokenizer.decode(given) }).toEqual({ ids: given, text: wanted });
    }
  });

  it('knows the named tokens', () => {
    expect(Object.fromEntries(tokenizer.namedTokens)).toEqual(one.named);
  });
});
