/** The cases that tools/golden/token_cases.py wrote: tokenizers, texts, and what transformers made of them. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createTokenizer, type Tokenizer } from '../../../src-engine/language/tokenizer.ts';

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
export const { bases, cases, every, texts } = schema.parse(
  JSON.parse(readFileSync(process.env['TOKEN_CASES'] ?? stored, 'utf8')),
);
export type Case = (typeof cases)[number];

export function tokenizerOf(one: Case): Tokenizer {
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

export function tokenizerNamed(name: string): Tokenizer {
  const found = cases.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no case is called ${name}`);
  return tokenizerOf(found);
}
