import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { Engine, Progress } from '../../src-engine/engine.ts';
import { whyNotIntegers } from '../../src-engine/inference/integer-probe.ts';
import { emptyFolder, goldenModel, rejection } from '../support/scratch.ts';

const image = {
  kind: 'file',
  path: path.join(import.meta.dirname, '../fixtures/golden/llava15-clip/image.png'),
} as const;
const questions = ['What is in the picture?', 'What colours are there?'].map((question) => ({
  image,
  question,
}));

async function openEngine(precision = 'auto'): Promise<Engine> {
  const cacheDirectory = await emptyFolder();
  const engine = await createEngine({ device: 'cpu', threads: 1, precision, cacheDirectory });
  onTestFinished(() => engine.close());
  await engine.load({ directory: goldenModel('llava15-clip') });
  return engine;
}

describe('checkPrecision', () => {
  it('measures every precision of the device along the answers of fp32, and says why the others are out', async () => {
    const engine = await openEngine();
    const progress: Progress[] = [];
    const report = await engine.checkPrecision(
      { questions, maxNewTokens: 6 },
      { onProgress: (step) => progress.push(step) },
    );
    expect(report).toMatchObject({ device: 'cpu', questions: 2 });
    expect(report.positions).toBeGreaterThan(2);
    expect(report.positions).toBeLessThanOrEqual(12);
    expect(report.results.map(({ precision }) => precision)).toEqual(['fp32', 'int8', 'int4']);
    const [fp32, int8, int4] = report.results;
    expect(fp32).toMatchObject({ bytes: 670_560 * 4, divergence: { mean: 0, max: 0 }, agreement: 1 });
    expect(int8!.divergence.mean).toBeGreaterThan(0);
    expect(int8!.divergence.mean).toBeLessThan(int4!.divergence.mean);
    expect(int8!.divergence.max).toBeGreaterThanOrEqual(int8!.divergence.mean);
    expect(int4!.bytes).toBeLessThan(int8!.bytes);
    for (const { loadMs, tokensPerSecond } of report.results) {
      expect(Math.min(loadMs, tokensPerSecond)).toBeGreaterThan(0);
    }
    const reason = await whyNotIntegers('cpu');
    const refused = reason === undefined ? ['fp16'] : ['fp16', 'tower int8'];
    expect(report.refusals.map(({ precision }) => precision)).toEqual(refused);
    const stages = [...new Set(progress.map(({ stage }) => stage))];
    expect(stages.slice(0, 5)).toEqual([
      'Answering in fp32',
      'Quantising the language model to int8, once',
      'Answering in int8',
      'Quantising the language model to int4, once',
      'Answering in int4',
    ]);
    if (reason !== undefined) return;
    expect(stages.slice(5)).toEqual([
      'Quantising the vision encoder to int8, once',
      'Encoding in fp32 and int8',
      'Answering with both encoders',
    ]);
    const { tower } = report;
    // Without a calibration both merge to exact counts, so that owner maps differ in their groups alone.
    expect(tower).toMatchObject({ pictures: 1, by: 'count', tokens: { fp32: 12, int8: 12 }, questions: 2 });
    expect(tower!.features).toBeGreaterThan(0.002);
    expect(tower!.features).toBeLessThan(0.06);
    expect(tower!.owners).toBeGreaterThan(0.3);
    expect(tower!.owners).toBeLessThanOrEqual(1);
    expect(Math.min(tower!.plainMs.int8, tower!.mergedMs.fp32)).toBeGreaterThan(0);
  });

  it('finds the same from an engine that works in int8 itself', async () => {
    const request = { questions: questions.slice(0, 1), maxNewTokens: 4 };
    const [plain, quantised] = [await openEngine(), await openEngine('int8')];
    const numbers = async (engine: Engine) =>
      (await engine.checkPrecision(request)).results.map(({ divergence, agreement }) => [
        divergence,
        agreement,
      ]);
    expect(await numbers(quantised)).toEqual(await numbers(plain));
  });

  it('leaves the loaded model in use, also when it is stopped', async () => {
    const engine = await openEngine();
    const controller = new AbortController();
    const stopped = engine.checkPrecision(
      { questions, maxNewTokens: 4 },
      {
        signal: controller.signal,
        onProgress: ({ stage }) => {
          if (stage === 'Answering in int8') controller.abort();
        },
      },
    );
    expect((await rejection(stopped)).code).toBe('aborted');
    expect((await engine.encode({ image, reduction: { method: 'none' } })).tokens).toBe(36);
  });

  it('needs questions', async () => {
    const engine = await openEngine();
    expect(await rejection(engine.checkPrecision({ questions: [] }))).toEqual({
      code: 'bad-input',
      message: 'A precision check needs questions; give at least one.',
    });
  });
});
