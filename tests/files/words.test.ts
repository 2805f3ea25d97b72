import { describe, expect, it } from 'vitest';
import { clip, quote, show } from '../../src-engine/files/words.ts';

describe('words', () => {
  it('quotes a name on one line, without control or direction characters', () => {
    expect(quote('a\nb\u001b\u202ec')).toBe("'a?b??c'");
  });

  it('clips at 80 characters without cutting one in two', () => {
    expect(clip('🦆'.repeat(100))).toBe(`${'🦆'.repeat(80)}…`);
    expect(clip('x'.repeat(80))).toBe('x'.repeat(80));
  });

  it('shows JSON values by kind', () => {
    expect([show('a'), show(3), show(null), show([1, 2]), show([[1]]), show({})]).toEqual([
      "'a'",
      '3',
      'null',
      '[1, 2]',
      'a list',
      'an object',
    ]);
  });
});
