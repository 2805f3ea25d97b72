import { describe, expect, it } from 'vitest';
import { measure, spread } from '../../src-engine/cli/measure.ts';
import type { AnswerRequest } from '../../src-engine/engine.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { recorder } from './harness.ts';

const merged: AnswerRequest = {
  images: [{ kind: 'file', path: '/a.png' }],
  question: 'What is it?',
  reduction: { method: 'tome', budget: { kind: 'tokens', tokens: 40 } },
  virtualUnmerging: true,
};
const full: AnswerRequest = { ...merged, reduction: { method: 'none' } };

describe('spread', () => {
  it('takes the middle, or the mean of both', () => {
    expect(spread([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 });
    expect(spread([4, 1, 2, 9])).toEqual({ median: 3, min: 1, max: 9 });
  });
});

describe('measure', () => {
  it('warms up both ways with short answers, then measures in alternating order', async () => {
    const record = recorder(createFakeEngine({ loaded: true }));
    const result = await measure(record.engine, { full, merged }, 3, {});
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
    expect(result.repeats).toBe(3);
    expect(result.full.run.result.visualTokens).toBe(256);
    expect(result.merged.run.result.visualTokens).toBe(40);
  });

  it('reports medians of the counted runs and the largest peak', async () => {
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
    const result = await measure(timed, { full, merged }, 3, {});
    expect(result.full.spreads.prefillMs).toEqual({ median: 40, min: 30, max: 50 });
    expect(result.full.run.result.timings.prefillMs).toBe(40);
    expect(result.full.run.result.peakMemoryBytes).toBe(50);
    expect(result.sooner).toBe(2 / 3);
  });

  it('stops between two runs', async () => {
    const controller = new AbortController();
    const stages: string[] = [];
    const work = measure(createFakeEngine({ loaded: true }), { full, merged }, 5, {
      signal: controller.signal,
      onProgress: ({ stage }) => {
        stages.push(stage);
        if (stages.length === 3) controller.abort();
      },
    });
    await expect(work).rejects.toThrow('Stopped on request.');
    expect(stages).toEqual(['Warming up', 'Warming up', 'Answering with all tokens, run 1 of 5']);
  });
});
