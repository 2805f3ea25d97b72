import { describe, expect, it } from 'vitest';
import type { AnswerRequest } from '../../src-engine/engine.ts';
import { compareMeasured, measure } from '../../src-engine/report/measure.ts';
import { recorder } from '../cli/harness.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

const reduced: AnswerRequest = {
  visual: { kind: 'images', images: [{ kind: 'file', path: '/a.png' }] },
  question: 'What is it?',
  reduction: { method: 'tome', budget: { kind: 'tokens', tokens: 40 } },
  virtualUnmerging: true,
};
const full: AnswerRequest = { ...reduced, reduction: { method: 'none' } };

describe('measure', () => {
  it('warms up both ways with short answers, then measures in alternating order', async () => {
    const record = recorder(createFakeEngine({ loaded: true }));
    const result = await measure(record.engine, { full, reduced }, { runs: 3 });
    const asked = record.answers.map(
      ({ reduction, maxNewTokens }) => `${reduction.method} ${maxNewTokens ?? 'whole'}`,
    );
    expect(asked).toEqual([
      'none 2',
      'tome 2',
      'none whole',
      'tome whole',
      'tome whole',
      'none whole',
      'none whole',
      'tome whole',
    ]);
    expect(result.full.map((run) => run.result.visualTokens)).toEqual([256, 256, 256]);
    expect(result.reduced.map((run) => run.result.visualTokens)).toEqual([40, 40, 40]);
  });

  it('compares the counted runs only', async () => {
    const engine = createFakeEngine({ loaded: true });
    let run = 0;
    const prefill = [1000, 1000, 30, 0, 0, 50, 40, 60];
    const timed = {
      ...engine,
      async *answer(request: AnswerRequest) {
        const ms = prefill[run++] ?? 0;
        for await (const event of engine.answer(request)) {
          if (event.kind !== 'done') yield event;
          else {
            const timings = { ...event.result.timings, prefillMs: ms, firstTokenMs: ms };
            yield { kind: 'done' as const, result: { ...event.result, timings, peakMemoryBytes: ms } };
          }
        }
      },
    };
    const result = compareMeasured(await measure(timed, { full, reduced }, { runs: 3 }));
    expect(result.full.spreads.prefillMs).toEqual({ median: 40, min: 30, max: 50 });
    expect(result.full.answer.timings.prefillMs).toBe(40);
    expect(result.full.answer.peakMemoryBytes).toBe(50);
    expect(result.runs).toBe(3);
  });

  it('stops between two runs', async () => {
    const controller = new AbortController();
    const stages: string[] = [];
    const work = measure(
      createFakeEngine({ loaded: true }),
      { full, reduced },
      {
        runs: 5,
        signal: controller.signal,
        onProgress: ({ stage }) => {
          stages.push(stage);
          if (stages.length === 2) controller.abort();
        },
      },
    );
    await expect(work).rejects.toThrow('Stopped on request.');
    expect(stages).toEqual(['Warming up', 'Answering with all tokens, run 1 of 5']);
  });

  it('skips the warm-up of ways that have just run, and shows the pairs as they come', async () => {
    const record = recorder(createFakeEngine({ loaded: true }));
    const pairs: number[] = [];
    await measure(
      record.engine,
      { full, reduced },
      {
        runs: 2,
        warm: true,
        onPair: (measured) => pairs.push(compareMeasured(measured).runs),
      },
    );
    expect(pairs).toEqual([1, 2]);
    expect(record.answers).toHaveLength(4);
  });
});
