import { describe, expect, it } from 'vitest';
import { verdict } from '../../../src-engine/report/verdict.ts';
import {
  comparisonOf,
  finishedPair,
  isOf,
  type FinishedPair,
  type Measurement,
} from '../../../renderer/state/measurement.ts';
import type { Asked, DoneRun } from '../../../renderer/state/run.ts';
import { answerOf } from '../support/samples.ts';

const reduction = { method: 'dymu', by: 'average', budget: { kind: 'tokens', tokens: 90 } } as const;
const asked: Asked = {
  model: '/m',
  question: 'How many?',
  reduction: { method: 'none' },
  virtualUnmerging: true,
};
const done = (question: string, encodeMs: number, merged = false): DoneRun => ({
  kind: 'done',
  asked: { ...asked, question, ...(merged ? { reduction } : {}) },
  result: answerOf('Two.', { encodeMs }),
});
const pair: FinishedPair = { full: done('How many?', 60), merged: done('How many?', 30, true) };
const measurement: Measurement = {
  asked: { full: pair.full.asked, merged: pair.merged.asked },
  full: [50, 52, 51].map((encodeMs) => answerOf('Two.', { encodeMs })),
  merged: [20, 21, 20].map((encodeMs) => answerOf('Two.', { encodeMs })),
  progress: { kind: 'done' },
};

describe('finishedPair', () => {
  it('is two whole answers to one question', () => {
    expect(finishedPair({ full: done('a', 1), merged: done('a', 1) })).not.toBeNull();
    expect(finishedPair({ full: done('a', 1), merged: done('b', 1) })).toBeNull();
    expect(finishedPair({ full: done('a', 1), merged: { kind: 'idle' } })).toBeNull();
  });

  it('stays the earlier one where a later try was stopped in both panes, and is none while one is made', () => {
    const [full, merged] = [done('a', 1), done('a', 1)];
    const later = { ...asked, question: 'b' };
    const stopped = (before: DoneRun) => ({ kind: 'stopped', asked: later, before, text: '' }) as const;
    expect(finishedPair({ full: stopped(full), merged: stopped(merged) })).toEqual({ full, merged });
    const loading = { kind: 'loading', asked: later, before: merged, waits: false } as const;
    expect(finishedPair({ full, merged: loading })).toBeNull();
  });
});

describe('comparisonOf', () => {
  it('is one run of each without a measurement, and claims no speed', () => {
    const comparison = comparisonOf(pair, undefined);
    expect(comparison.runs).toBe(1);
    expect(verdict(comparison)).toMatchObject({ kind: 'unclear', reason: { kind: 'one-run' } });
  });

  it('is of the repeated runs where there are any', () => {
    const comparison = comparisonOf(pair, measurement);
    expect(comparison.runs).toBe(3);
    expect(comparison.full.spreads.encodeMs).toEqual({ median: 51, min: 50, max: 52 });
    expect(verdict(comparison).kind).toBe('sooner');
  });

  it('leaves disturbed runs out, and gives no verdict of speed where only they are left', () => {
    const disturbed = { ...measurement.full[0]!, disturbedBy: ['encode'] };
    const one = { ...measurement, full: [disturbed, ...measurement.full.slice(1)] };
    expect(comparisonOf(pair, one)).toMatchObject({ runs: 2, leftOut: { runs: 1, by: ['encode'] } });
    const all = comparisonOf(pair, { ...measurement, full: [disturbed, disturbed, disturbed] });
    expect(verdict(all)).toMatchObject({ kind: 'unclear', reason: { kind: 'disturbed', by: ['encode'] } });
  });

  it('does not take the runs of another question or budget', () => {
    const other = {
      ...pair.merged.asked,
      reduction: { ...reduction, budget: { kind: 'tokens', tokens: 60 } },
    } as const;
    const elsewhere = { ...measurement, asked: { ...measurement.asked, merged: other } };
    expect(isOf(elsewhere, pair)).toBe(false);
    expect(comparisonOf(pair, elsewhere).runs).toBe(1);
  });
});
