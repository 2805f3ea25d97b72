import { describe, expect, it } from 'vitest';
import { stopIds, stopReason } from '../../src-engine/language/stop.ts';
import { fixtureTokenizer } from './fixtures.ts';

describe('stopIds', () => {
  const tokenizer = fixtureTokenizer('onevision');

  it('takes all ids that the checkpoint names', () => {
    expect([...stopIds({ eosTokenIds: [400, 402], maxNewTokens: undefined }, tokenizer)]).toEqual([400, 402]);
  });

  it("takes the tokenizer's end token where the checkpoint names none", () => {
    expect([...stopIds({ eosTokenIds: [], maxNewTokens: undefined }, tokenizer)]).toEqual([402]);
  });
});

describe('stopReason', () => {
  const stop = new Set([2]);

  it('goes on below the length without a stop token', () => {
    expect(stopReason([], stop, 3)).toBeNull();
    expect(stopReason([5, 6], stop, 3)).toBeNull();
  });

  it('ends at the length, and at a stop token even there', () => {
    expect(stopReason([5, 6, 7], stop, 3)).toBe('length');
    expect(stopReason([5, 6, 2], stop, 3)).toBe('eos');
  });

  it('looks at the newest token only', () => {
    expect(stopReason([2, 5], stop, 3)).toBeNull();
  });
});
