import { describe, expect, it } from 'vitest';
import { compileOniguruma } from '../../../src-engine/language/tokens/oniguruma.ts';
import { cut, expressionPattern } from '../../../src-engine/language/tokens/pattern.ts';
import { thrown } from '../thrown.ts';

function pieces(pattern: string, text: string): string[] {
  return cut(expressionPattern(compileOniguruma(pattern))(text), 'Isolated')
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => text.slice(start, end));
}

describe('compileOniguruma', () => {
  // By tokenizers 0.23.3: pre_tokenizers.Split(Regex(pattern), 'isolated').
  it.each([
    ['a possessive quantifier never gives back', String.raw`\s++$`, 'a \n b \n', ['a \n b', ' \n']],
    ['where a greedy one does', String.raw`\s+$`, 'a \n b \n', ['a', ' ', '\n b', ' \n']],
    ['a possessive plus', 'a++ab|b', 'aaab aab b', ['aaa', 'b', ' aa', 'b', ' ', 'b']],
    ['an atomic group', '(?>a+)ab|b', 'aaab', ['aaa', 'b']],
    ['a plus after braces repeats them', String.raw`\p{N}{1,3}+`, '12345678', ['12345678']],
    ['a possessive question mark', 'a?+ab', 'aab ab', ['aab', ' ab']],
    [
      'white space is Unicode’s',
      String.raw`\s`,
      'a\u0085b\uFEFFc\u200Bd\u000Be',
      ['a', '\u0085', 'b\uFEFFc\u200Bd', '\u000B', 'e'],
    ],
    [
      'letters fold beyond ASCII',
      "(?i:'s|'t|'k)",
      "a'ſ b'\u212A c'S",
      ['a', "'ſ", ' b', "'\u212A", ' c', "'S"],
    ],
  ] as const)('%s', (_, pattern, text, wanted) => {
    expect(pieces(pattern, text)).toEqual(wanted);
  });

  it.each(['(a', 'a)', '[a', '(?<n', String.raw`\p{Nonsense}`, 'a'.repeat(30_000), '('.repeat(1_000)])(
    'refuses a pattern that begins %.12s',
    (pattern) => {
      const refusal = thrown(() => compileOniguruma(pattern));
      expect(refusal.code).toBe('bad-checkpoint');
      expect(refusal.message).toMatch(/^'tokenizer\.json' has the pattern ".*", which cannot be read; /);
    },
  );
});
