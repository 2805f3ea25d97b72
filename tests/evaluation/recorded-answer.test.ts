import { describe, expect, it } from 'vitest';
import { createPace } from '../../src-engine/inference/pace.ts';
import { recordAnswers, retrace } from '../../src-engine/evaluation/recorded-answer.ts';
import type { LanguageModel, PrefillInput } from '../../src-engine/inference/language-model.ts';
import { rejection } from '../support/scratch.ts';

const input: PrefillInput = {
  tokenIds: [1, 2],
  imageRows: new Float32Array(0),
  order: [0, 1],
  u: Int32Array.of(0, 1),
  inverseCount: Float32Array.of(1, 1),
};

/** Its logits tell what it has seen: the sum of all tokens, times a factor. */
function countingModel(factor: number, calls: string[] = []): LanguageModel {
  return {
    start({ positions }) {
      let seen = 0;
      calls.push(`start ${String(positions)}`);
      return {
        reusedRows: 0,
        sparedMs: 0,
        end: () => undefined,
        prefill: ({ tokenIds }) => {
          seen += tokenIds.reduce((sum, id) => sum + id, 0);
          calls.push('prefill');
          return Promise.resolve(Float32Array.of(seen * factor));
        },
        step: (token) => {
          seen += token;
          calls.push(`step ${String(token)}`);
          return Promise.resolve(Float32Array.of(seen * factor));
        },
      };
    },
    release: () => Promise.resolve(),
  };
}

async function recorded(): Promise<ReturnType<ReturnType<typeof recordAnswers>['trace']>> {
  const recorder = recordAnswers(countingModel(1));
  const generation = recorder.model.start({ positions: 9 });
  await generation.prefill(input);
  await generation.step(10);
  await generation.step(20);
  return recorder.trace();
}

describe('recordAnswers', () => {
  it('passes everything on and remembers it', async () => {
    const trace = await recorded();
    expect(trace).toMatchObject({ input, room: { positions: 9 }, tokens: [10, 20] });
    expect(trace.logits).toEqual([Float32Array.of(3), Float32Array.of(13), Float32Array.of(33)]);
    expect(trace.stepMs).toHaveLength(2);
  });

  it('keeps the last of several generations', async () => {
    const recorder = recordAnswers(countingModel(1));
    await recorder.model.start({ positions: 5 }).prefill(input);
    await recorder.model.start({ positions: 6 }).prefill(input);
    expect(recorder.trace()).toMatchObject({ room: { positions: 6 }, tokens: [] });
  });
});

describe('retrace', () => {
  it('walks another model along the same tokens, whatever it would have said itself', async () => {
    const calls: string[] = [];
    const again = await retrace(countingModel(-2, calls), await recorded(), createPace(undefined));
    expect(calls).toEqual(['start 9', 'prefill', 'step 10', 'step 20']);
    expect(again.logits).toEqual([Float32Array.of(-6), Float32Array.of(-26), Float32Array.of(-66)]);
  });

  it('stops between two steps', async () => {
    const calls: string[] = [];
    const stopped = retrace(countingModel(1, calls), await recorded(), createPace(AbortSignal.abort()));
    expect((await rejection(stopped)).code).toBe('aborted');
    expect(calls).not.toContain('step 10');
  });
});
