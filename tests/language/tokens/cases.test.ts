/**
 * Tokenizers of every kind against transformers 5.24.0 with tokenizers 0.23.3: ids of prompts and texts of answers, as
 * tools/golden/token_cases.py wrote them. `TOKEN_CASES` may name a longer file that it made on demand.
 */
import { describe, expect, it } from 'vitest';
import { cases, every, texts, tokenizerOf } from './stored-cases.ts';

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
