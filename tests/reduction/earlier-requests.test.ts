import { describe, expect, it } from 'vitest';
import { upgradeSaved } from '../../src-engine/reduction/earlier-requests.ts';
import { reductionSchema } from '../../src-engine/reduction/methods.ts';

describe('upgradeSaved', () => {
  it.each([
    [{ kind: 'none' }, { method: 'none' }],
    [
      { kind: 'adaptive', budget: { kind: 'tokens', tokens: 87 } },
      { method: 'dymu', budget: { kind: 'tokens', tokens: 87 } },
    ],
    [
      { kind: 'adaptive', budget: { kind: 'preset', preset: 'mid' } },
      { method: 'dymu', budget: { kind: 'preset', preset: 'mid' } },
    ],
    [
      { kind: 'thresholds', thresholds: [0.9, 1] },
      { method: 'dymu', budget: { kind: 'thresholds', thresholds: [0.9, 1] } },
    ],
    [
      { kind: 'fixed', total: 504, schedule: 'constant' },
      { method: 'tome', budget: { kind: 'rows', rows: 504, schedule: 'constant' } },
    ],
    [
      { kind: 'exact', tokens: 94 },
      { method: 'tome', budget: { kind: 'tokens', tokens: 94 } },
    ],
  ])('reads %j as earlier versions meant it', (merging, reduction) => {
    expect(upgradeSaved({ question: 'q', merging })).toEqual({ question: 'q', reduction });
    expect(reductionSchema.parse(reduction)).toEqual(reduction);
  });

  it.each([null, 3, 'text', [], { reduction: { method: 'none' } }, { merging: { kind: 'magic' } }])(
    'leaves %j for its own schema to judge',
    (document) => {
      expect(upgradeSaved(document)).toBe(document);
    },
  );
});
