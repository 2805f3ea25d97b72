import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchSubject } from '../../src-engine/bench/bench.ts';
import type { BenchOptions } from '../../src-engine/bench/bench.ts';
import { shapeSubject } from '../../src-engine/bench/subject.ts';
import type { Shape } from '../../src-engine/bench/shapes.ts';
import type { BenchRequest, Progress } from '../../src-engine/engine.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import { encodeMultiplyAdds } from '../../src-engine/inference/theory.ts';
import { rejection } from '../contract/outcomes.ts';
import { emptyFolder } from '../support/scratch.ts';
import { tinyShape } from './tiny-shape.ts';

const device = { name: 'cpu', provider: 'cpu', attention: 'fused', threads: 1 } as const;

async function measure(
  request: Omit<BenchRequest, 'subject'>,
  { shape = tinyShape, ...changed }: Partial<BenchOptions> & { readonly shape?: Shape } = {},
) {
  const cacheDirectory = changed.cacheDirectory ?? (await emptyFolder());
  const options: BenchOptions = {
    cacheDirectory,
    imageBackend: 'torchvision',
    chooseDevice: () => Promise.resolve(device),
    copiesDirectory: join(cacheDirectory, 'quantised'),
    tower: 'fp32',
    precision: 'auto',
    sourceOf: () => {
      throw new RangeError('No picture was given.');
    },
    pace: createPace(undefined),
    watch: () => () => [],
    onProgress: undefined,
    ...changed,
  };
  return benchSubject(shapeSubject('tiny', shape, options), { rounds: 2, ...request }, options);
}

describe('a measurement', () => {
  it('gives every budget its figures against the plain graph, in the order asked for', async () => {
    const report = await measure({ budgets: [1, 0.25, 0.5] });
    expect(report.budgets.map(({ budget, tokens }) => [budget, tokens])).toEqual([
      [1, 16],
      [0.25, 4],
      [0.5, 8],
    ]);
    expect(report).toMatchObject({
      shape: 'tiny',
      weights: 'random',
      device: 'cpu',
      threads: 1,
      rounds: 2,
      views: 1,
      tokensPerView: 16,
      promptPositions: 16 + 64,
    });
    expect(report.plain.tokens).toBe(16);
    for (const { encode, project, prefill, firstToken, decode, peakMemoryBytes } of report.budgets) {
      for (const gain of [encode, project!, prefill!, firstToken!]) {
        expect(gain.minMs).toBeLessThanOrEqual(gain.medianMs);
        expect(gain.medianMs).toBeLessThanOrEqual(gain.maxMs);
        expect(gain.shareOfIdeal).toBeCloseTo(gain.speedup / gain.idealSpeedup, 12);
      }
      expect(decode!.tokensPerSecond).toBeGreaterThan(0);
      expect(decode!.bandwidthShare).toBeGreaterThan(0);
      expect(peakMemoryBytes).toBeGreaterThan(0);
    }
    expect(report.streamingReadBytesPerSecond).toBeGreaterThan(0);
    expect(report.budgets[1]!.encode.speedup).toBeCloseTo(
      report.plain.encode.medianMs / report.budgets[1]!.encode.medianMs,
      12,
    );
  });

  it('takes the ideal from the multiply-adds of the very counts that were run', async () => {
    const { budgets } = await measure({ budgets: [0.25], stages: ['encode'] });
    const { spec } = shapeSubject('tiny', tinyShape, { cacheDirectory: '', imageBackend: 'torchvision' });
    const noProjector = {
      ...spec,
      projector: { layers: 1, bias: false },
      text: { ...spec.text, width: 0 },
    } as const;
    const plain = encodeMultiplyAdds(noProjector, { kind: 'plain' }, [16, 16, 16]);
    const rule = { by: 'count', rows: [4, 4, 4] } as const;
    const merged = encodeMultiplyAdds(noProjector, { kind: 'merge', rule, budget: null }, [12, 8, 4]);
    expect(budgets[0]!.encode.idealSpeedup).toBeCloseTo(plain / merged, 12);
  });

  it('of an encoder alone says nothing of a language model', async () => {
    const { plain, budgets, preprocess, remarks } = await measure(
      {},
      { shape: { ...tinyShape, stages: ['encode'] } },
    );
    expect(plain).not.toHaveProperty('prefill');
    expect(budgets[0]).not.toHaveProperty('firstToken');
    expect(preprocess.medianMs).toBeGreaterThan(0);
    expect(remarks.join(' ')).toContain('The language model was not measured');
    const refused = await rejection(
      measure({ stages: ['language'] }, { shape: { ...tinyShape, stages: ['encode'] } }),
    );
    expect(refused.message).toBe(
      'tiny is an encoder alone, so no language model can be measured; measure its encoder, or a whole model.',
    );
  });

  it('scales the times of a few layers to all, and says so', async () => {
    const report = await measure({ languageLayers: 1, budgets: [0.5] });
    expect(report.scaled).toEqual({ measuredLayers: 1, layers: 3 });
    expect(report.remarks.join(' ')).toContain('1 of 3 layers of the language model were measured.');
  });

  it('leaves out runs that something disturbed', async () => {
    let runs = 0;
    const report = await measure(
      { budgets: [0.5], rounds: 3 },
      {
        watch: () => {
          const words = (runs += 1) === 4 ? ['a preview ran'] : []; // the first three are the first pass
          return () => words;
        },
      },
    );
    expect(report.remarks.join(' ')).toContain('1 of 9 runs were disturbed (a preview ran)');
  });

  it('runs in int8, encoder and language model, from copies beside the random weights', async () => {
    const cacheDirectory = await emptyFolder();
    const report = await measure(
      { budgets: [0.5], languageLayers: 1, precision: 'int8' }, // whatever the engine's own is
      { cacheDirectory },
    );
    expect(report.precision).toBe('int8');
    expect(await readdir(join(cacheDirectory, 'bench', 'quantised'))).toHaveLength(1);
  });

  it('says what it measures and how far it is, and stops on request', async () => {
    const controller = new AbortController();
    const seen: Progress[] = [];
    const failure = await rejection(
      measure(
        { budgets: [0.5] },
        {
          pace: createPace(controller.signal),
          onProgress: (progress) => {
            seen.push(progress);
            if (progress.stage.startsWith('Round 1')) controller.abort();
          },
        },
      ),
    );
    expect(failure.code).toBe('aborted');
    const stages = seen.map(({ stage }) => stage);
    expect(stages).toContain('Making random weights, once');
    expect(stages).toContain('Loading the language model');
    expect(stages).toContain('First pass: encoding 50 % of the tokens');
    for (const { done, total } of seen) expect(done).toBeLessThanOrEqual(total);
  });
});
