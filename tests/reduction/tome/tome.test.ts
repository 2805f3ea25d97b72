import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsUnder, fewestTokens } from '../../../src-engine/merging/schedules.ts';
import { tome } from '../../../src-engine/reduction/tome/tome.ts';
import type { TomeRequest } from '../../../src-engine/reduction/tome/tome.ts';
import { encoder } from '../encoder.ts';

const asked = (budget: TomeRequest['budget']): TomeRequest => ({ method: 'tome', budget });

describe('the plan of ToMe', () => {
  it('spreads rows over all layers of the checkpoint and lets the executed ones act', () => {
    expect(tome.plan(asked({ kind: 'rows', rows: 20, schedule: 'constant' }), encoder)).toEqual({
      kind: 'merge',
      rule: { by: 'count', rows: [4, 4, 3, 3, 3] },
      budget: null,
    });
  });

  it('reaches every count that can be reached, exactly', () => {
    const fewest = fewestTokens(encoder.patches, encoder.executedLayers);
    fc.assert(
      fc.property(fc.integer({ min: fewest, max: encoder.patches }), (tokens) => {
        const plan = tome.plan(asked({ kind: 'tokens', tokens }), encoder);
        const rows = plan.kind === 'merge' && plan.rule.by === 'count' ? plan.rule.rows : [];
        expect(rows).toHaveLength(5);
        expect(countsUnder(rows, encoder.patches).at(-1)).toBe(tokens);
      }),
    );
  });

  it('turns a share into whole tokens of the encoder', () => {
    expect(tome.plan(asked({ kind: 'share', share: 0.34 }), encoder)).toEqual(
      tome.plan(asked({ kind: 'tokens', tokens: 12 }), encoder), // 12.24 of 36
    );
  });

  it('says what counts can be reached', () => {
    expect(() => tome.plan(asked({ kind: 'tokens', tokens: 1 }), encoder)).toThrow(
      'Exactly 1 tokens cannot be reached; this encoder can keep 2 to 36 of its 36 tokens.',
    );
  });

  it('takes as many rows as it says it takes, and no more', () => {
    const rows = (total: number) =>
      tome.plan(asked({ kind: 'rows', rows: total, schedule: 'linear' }), encoder);
    expect(rows(71).kind).toBe('merge');
    expect(() => rows(72)).toThrow(
      '72 is not a number of tokens to merge; give a whole number from 0 to 71.',
    );
  });
});

describe('the words of ToMe', () => {
  it.each([
    [
      { kind: 'rows', rows: 504, schedule: 'reverse-linear' },
      'ToMe, 504 rows merged, reverse-linear schedule',
    ],
    [{ kind: 'tokens', tokens: 94 }, 'ToMe, exactly 94 tokens per view'],
    [{ kind: 'share', share: 0.34 }, 'ToMe, exactly 34 % of the tokens per view'],
  ] as const)('of %j', (budget, words) => {
    expect(tome.words(asked(budget), null)).toBe(words);
  });
});
