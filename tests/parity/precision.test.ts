import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerRequest, AnswerResult, ModelInfo, ReductionRequest } from '../../src-engine/engine.ts';
import { copyKinds } from '../../src-engine/checkpoint/quantised/copy-kinds.ts';
import { quantisedCopy } from '../../src-engine/checkpoint/quantised/quantised-copy.ts';
import { copySessions } from '../../src-engine/inference/copy-sessions.ts';
import { decoderSessions } from '../../src-engine/inference/decoder-sessions.ts';
import { whyNotIntegers } from '../../src-engine/inference/integer-probe.ts';
import { openLanguageModel } from '../../src-engine/inference/language-model.ts';
import { loadModel, requireLanguage } from '../../src-engine/inference/loaded-model.ts';
import type { LoadedModel } from '../../src-engine/inference/loaded-model.ts';
import { answer } from '../../src-engine/inference/answer.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import { createPictureStore } from '../../src-engine/vision/picture-store.ts';
import { openGolden, storedBackend } from '../support/golden.ts';
import { rejection } from '../support/scratch.ts';

/** MHA in fp32; GQA with a tied bf16 head and rows of 176; GQA with biases of query, key and value. */
const cases = ['llava15-clip', 'llava15-siglip', 'onevision'] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dymu-precision-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Root of the mean squared difference over that of the reference, both around their means: softmax ignores a shift. */
function relativeError(got: ArrayLike<number>, expected: readonly number[]): number {
  const centred = (values: ArrayLike<number>): number[] => {
    const all = Array.from(values);
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    return all.map((value) => value - mean);
  };
  const [a, b] = [centred(got), centred(expected)];
  const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);
  return Math.sqrt(squares(a.map((value, index) => value - (b[index] ?? Number.NaN))) / squares(b));
}

interface Answer {
  readonly info: ModelInfo;
  readonly result: AnswerResult;
  readonly error: number;
}

function requestOf(
  golden: Awaited<ReturnType<typeof openGolden>>,
  reduction: ReductionRequest,
): AnswerRequest {
  return {
    visual: { kind: 'images', images: [{ kind: 'file', path: golden.image }] },
    question: golden.facts.question,
    reduction,
    virtualUnmerging: true,
    maxNewTokens: 4,
  };
}

async function ask(
  name: (typeof cases)[number],
  precision: string,
  key: string,
  reduction: ReductionRequest,
): Promise<Answer> {
  const golden = await openGolden(name);
  const engine = await createEngine({
    device: 'cpu',
    threads: 1,
    precision,
    cacheDirectory: folder,
    imageBackend: storedBackend,
  });
  try {
    const info = await engine.load({ directory: golden.model });
    const saveLogits = path.join(folder, 'logits.safetensors');
    let result: AnswerResult | undefined;
    const asked = requestOf(golden, reduction);
    const events = engine.answer(asked, { saveLogits });
    for await (const event of events) if (event.kind === 'done') result = event.result;
    const logits = (await readSafetensors(saveLogits, { maxBytes: 1e7 })).get('logits')!.data;
    return { info, result: result!, error: relativeError(logits, golden.tensor(`${key}.logits`)) };
  } finally {
    await engine.close();
  }
}

const cpu = { name: 'cpu', provider: 'cpu', attention: 'fused', threads: 1 } as const;

/** Logits after 24 fixed tokens, then one more. */
async function textLogits(name: (typeof cases)[number], precision: 'fp32' | 'fp16'): Promise<number[]> {
  const checkpoint = await openCheckpoint((await openGolden(name)).model);
  const options = { directory: folder, signal: undefined, onProgress: undefined };
  const { sessions } = await decoderSessions(checkpoint, cpu, precision, options);
  const model = await openLanguageModel(sessions, checkpoint.spec.text);
  const generation = model.start({ positions: 25 });
  const order = Int32Array.from({ length: 24 }, (_, index) => index);
  await generation.prefill({
    tokenIds: Array.from(order, (index) => 5 + 7 * index),
    imageRows: new Float32Array(0),
    order,
    u: order,
    inverseCount: new Float32Array(24).fill(1),
  });
  const logits = Array.from(await generation.step(42));
  await model.release();
  return logits;
}

/**
 * Limits for random weights, which are the hardest: nothing is redundant. A product in int8 is off by 0.5 % through its weights (a step is 1/127 of
 * a block's extreme) and as much through its activations, so 0.75 %; in int4 by 8.2 %. A token passes four products in each of four layers and
 * the head; independent errors grow with the root of 17: 3.1 % and 34 %. A block, a nibble or a scale in the wrong place makes it 140 %.
 *
 * With one scale for every output and every row a step is 1/127 of the extreme of up to 192 numbers, 2.9 deviations instead of the 2.2 of 32:
 * 0.95 % a product and 3.9 % after 17 (0.0386 was measured).
 */
const limits = { blocks: 0.031, columns: 0.039, int4: 0.34 } as const;

describe.each(cases)('a quantised decoder of %s', (name) => {
  it.each([
    ['int8', limits.columns],
    ['int4', limits.int4],
  ] as const)('%s: nearly the reference logits', async (precision, limit) => {
    const { info, result, error } = await ask(name, precision, 'unmerged', { method: 'none' });
    expect(error).toBeLessThan(limit);
    expect(error).toBeGreaterThan(limit / 5); // it is quantised indeed
    expect([info.precision, result.precision]).toEqual([precision, precision]);
    const said = precision === 'int8' && (await whyNotIntegers('cpu')) !== undefined ? 1 : undefined;
    expect(info.notes?.length).toBe(said);
  });

  it('int8 in blocks, as on a GPU or a processor without dot products of integers: the same, nearer', async () => {
    const golden = await openGolden(name);
    const opened = await loadModel(
      { directory: golden.model },
      {
        chooseDevice: () => Promise.resolve(cpu),
        choosePrecision: () => Promise.resolve('fp32'),
        copiesDirectory: folder,
        calibrationDirectories: [],
        imageBackend: storedBackend,
        images: createPictureStore({ route: 'path' }),
        signal: undefined,
        onProgress: undefined,
      },
    );
    const model = requireLanguage(opened);
    const { weights, spec } = model.checkpoint;
    const options = { directory: folder, signal: undefined, onProgress: undefined };
    const sessions = copySessions(await quantisedCopy(weights, copyKinds.decoder8, options), cpu);
    const language = await openLanguageModel(sessions, spec.text);
    const inBlocks: LoadedModel = { ...model, languageModel: () => Promise.resolve(language) };
    const saveLogits = path.join(folder, 'blocks.safetensors');
    const asked = requestOf(golden, { method: 'none' });
    const events = answer(inBlocks, asked, createPace(undefined), { saveLogits });
    for await (const event of events) if (event.kind === 'done') break;
    await language.release();
    await model.release();
    const logits = (await readSafetensors(saveLogits, { maxBytes: 1e7 })).get('logits')!.data;
    const error = relativeError(logits, golden.tensor('unmerged.logits'));
    expect(error).toBeLessThan(limits.blocks);
    expect(error).toBeGreaterThan(limits.blocks / 5);
  });
});

it.each([
  ['llava15-clip', 1e-5],
  ['llava15-siglip', 0], // its bf16 weights are fp16 numbers already, and the CPU, unlike a GPU, leaves activations in fp32
  ['onevision', 1e-5],
] as const)('a decoder of %s in fp16 is nearer than in int8 by far', async (name, least) => {
  const error = relativeError(await textLogits(name, 'fp16'), await textLogits(name, 'fp32'));
  expect(error).toBeLessThan(0.004); // 2^-11 for weights and activations each, over 17 products: 0.3 %
  expect(error).toBeGreaterThan(least);
});

it('int8 with merging: as many tokens as the reference keeps, and nearly its logits after virtual unmerging', async () => {
  for (const name of ['llava15-clip', 'llava15-siglip'] as const) {
    const golden = await openGolden(name);
    const { thresholds } = golden;
    const { result, error } = await ask(name, 'int8', 'dtome.vtu', {
      method: 'dymu',
      budget: { kind: 'thresholds', thresholds },
    });
    expect(result.visualTokens).toBe(golden.tensor('dtome.size').length);
    expect(error).toBeLessThan(limits.columns);
  }
});

it('makes a damaged copy again and says so', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'dymu-copies-'));
  const { model } = await openGolden('llava15-clip');
  const load = async (): Promise<ModelInfo> => {
    const engine = await createEngine({ device: 'cpu', precision: 'int4', cacheDirectory: directory });
    try {
      return await engine.load({ directory: model });
    } finally {
      await engine.close();
    }
  };
  await load();
  const [file] = await readdir(path.join(directory, 'quantised'));
  await truncate(path.join(directory, 'quantised', file!), 1000);
  expect((await load()).notes).toEqual([
    'The quantised copy of the language model was damaged, so it was made again.',
  ]);
  await rm(directory, { recursive: true });
});

it('loads the language model in the precision of the source before that of the engine, by the same encoder', async () => {
  const { model } = await openGolden('llava15-clip');
  const engine = await createEngine({ device: 'cpu', precision: 'int4', cacheDirectory: folder });
  try {
    const usual = await engine.load({ directory: model });
    const exact = await engine.load({ directory: model, precision: 'fp32' });
    expect([usual.precision, exact.precision]).toEqual(['int4', 'fp32']);
    expect(exact.encoder).toBe(usual.encoder);
    const refused = await rejection(engine.load({ directory: model, precision: 'fp16' }));
    expect(refused.message).toContain('fp16 gains nothing on cpu');
  } finally {
    await engine.close();
  }
});
