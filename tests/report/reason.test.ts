import { describe, expect, it } from 'vitest';
import { reasonOf } from '../../src-engine/report/reason.ts';
import { compareRuns } from '../../src-engine/report/comparison.ts';
import { run, type RunFacts } from './comparisons.ts';

const twice = (full: RunFacts, reduced: RunFacts) =>
  compareRuns([run({ tokens: 256, ...full }), run(full)], [run(reduced), run(reduced)]);

describe('reasonOf', () => {
  it('says that hardly anything merged, also where the runs differ', () => {
    const comparison = twice({}, { tokens: 250 });
    expect(reasonOf(comparison, 'same')).toEqual({ kind: 'little-to-save', kept: 250 / 256 });
    expect(reasonOf(comparison, 'unclear')).toEqual({ kind: 'little-to-save', kept: 250 / 256 });
  });

  it('names the stage that takes most of the time and does not get shorter', () => {
    const comparison = twice(
      { times: { encodeMs: 60, prefillMs: 20 } },
      { times: { encodeMs: 60, prefillMs: 12, projectMs: 8 } },
    );
    expect(reasonOf(comparison, 'same')).toEqual({ kind: 'stage', stage: 'encode', share: 0.75 });
  });

  it('says that one stage loses what another one gains', () => {
    const comparison = twice(
      { times: { encodeMs: 40, prefillMs: 30 } },
      { times: { encodeMs: 50, prefillMs: 20 } },
    );
    expect(reasonOf(comparison, 'same')).toEqual({ kind: 'traded', gained: 'prefill', lost: 'encode' });
  });

  it('needs no explanation for a gain', () => {
    expect(reasonOf(twice({}, { tokens: 250 }), 'sooner')).toEqual({ kind: 'measured' });
  });
});
