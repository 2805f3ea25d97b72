import { describe, expect, it } from 'vitest';
import { stopIds, stopReason } from '../../src-engine/language/stop.ts';
import { fixtureTokenizer } from './fixtures.ts';

describe('stopIds', () => {
  const tokenizer = fixtureTokenizer('onevision');

  it('takes all ids that the checkpoint names', () => {
    expect([...stopIds({ eosTokenIds: [400, 402] }, tokenizer)]).toEqual([400, 402]);
  });

  it("takes the tokenizer's end token where the checkpoint names none", () => {
    expect([...stopIds({ eosTokenIds: [] }, tokenizer)]).toEqual([402]);
  });
});

describe('stopReason', () => {
  const rules = { ends: new Set([2]), maxNewTokens: 3 };

  it('goes on below the length without a stop token', () => {
    expect(stopReason([], rules)).toBeNull();
    expect(stopReason([5, 6], rules)).toBeNull();
  });

  it('ends at the length, and at a stop token even there', () => {
    expect(stopReason([5, 6, 7], rules)).toBe('length');
    expect(stopReason([5, 6, 2], rules)).toBe('eos');
  });

  it('looks at the newest token only', () => {
    expect(stopReason([2, 5], rules)).toBeNull();
  });

  it('ends at a text that ends answers, before the length and after a stop token', () => {
    const seen: number[] = [];
    const stopString = (token: number): boolean => seen.push(token) > 1;
    expect(stopReason([5], { ...rules, stopString })).toBeNull();
    expect(stopReason([5, 6], { ...rules, stopString })).toBe('stop-string');
    expect(stopReason([5, 6, 7], { ...rules, stopString })).toBe('stop-string');
    expect(stopReason([5, 6, 7, 2], { ...rules, stopString })).toBe('eos');
    expect(seen).toEqual([5, 6, 7, 2]);
  });
});
