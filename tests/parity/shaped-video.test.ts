/** Video for models whose patches span two frames (Qwen-VL): unmerged against transformers, fewer rows against the plain implementation in tools/golden. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerResult, Encoding, LocalEngine, ReductionRequest } from '../../src-engine/engine.ts';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { hashOf } from '../support/pixel-hash.ts';
import { largestDifference, openGolden, shapedVideoCases, storedBackend } from '../support/golden.ts';

const cases = await Promise.all(
  shapedVideoCases.map(async (name) => [name, await openGolden(name)] as const),
);
const none: ReductionRequest = { method: 'none' };

describe.each(cases)('%s computes what the reference computes', (_, golden) => {
  const { facts } = golden;
  const { thresholds, counts } = facts.rows!;
  const frames = golden.frames.map((file) => ({ kind: 'file', path: file }) as const);
  const pairs = Array.from({ length: facts.views }, (_view, at) => frames.slice(2 * at, 2 * at + 2));
  const variants: readonly (readonly [string, ReductionRequest])[] = [
    ...thresholds.map((threshold, index) => {
      return [`rows.${index}`, { method: 'rows', budget: { kind: 'threshold', threshold } }] as const;
    }),
    ...counts.map((tokens) => {
      return [`dart.${tokens}`, { method: 'dart', budget: { kind: 'tokens', tokens } }] as const;
    }),
  ];
  let engine: LocalEngine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-shaped-video-'));
    engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
    await engine.load({ directory: golden.model });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  async function encoded(view: number, reduction: ReductionRequest, by = engine) {
    const [image, ...laterFrames] = pairs[view]!;
    const saveFeatures = path.join(folder, 'features.safetensors');
    const request = { image: image!, laterFrames, role: 'frame', reduction } as const;
    const encoding = await by.encode(request, { saveFeatures });
    const saved = await readSafetensors(saveFeatures, { maxBytes: 1e7 });
    return { encoding, got: (name: string) => saved.get(name)! };
  }

  async function answered(reduction: ReductionRequest, virtualUnmerging = true) {
    const saveLogits = path.join(folder, 'logits.safetensors');
    const visual = { kind: 'video', frames } as const;
    const request = { visual, question: facts.question, reduction, virtualUnmerging, maxNewTokens: 12 };
    let result: AnswerResult | undefined;
    let encodings: readonly Encoding[] = [];
    for await (const event of engine.answer(request, { saveLogits })) {
      if (event.kind === 'encoded') encodings = event.encodings;
      if (event.kind === 'done') result = event.result;
    }
    const logits = (await readSafetensors(saveLogits, { maxBytes: 1e7 })).get('logits')!.data;
    return { result: result!, logits, encodings };
  }

  const expectAnswer = (key: string, { result, logits }: Awaited<ReturnType<typeof answered>>) => {
    const difference = largestDifference(logits, golden.tensor(`${key}.logits`));
    expect(difference).toBeLessThanOrEqual(facts.tolerances.logits);
    expect(result.tokens).toEqual(golden.tensor(`${key}.tokens`));
  };

  it('has the features of every two frames, the last one twice where they are odd', async () => {
    for (const [view, pair] of pairs.entries()) {
      const { encoding, got } = await encoded(view, none);
      expect(encoding).toMatchObject({ frames: pair.length, tokens: facts.patches });
      const difference = largestDifference(got('features').data, golden.tensor(`unmerged.features.${view}`));
      expect(difference).toBeLessThanOrEqual(facts.tolerances.features);
    }
  });

  it('has transformers’ first logits and greedy tokens, and says which frames share rows', async () => {
    const answer = await answered(none);
    expectAnswer('unmerged', answer);
    const { result, encodings } = answer;
    expect(result.promptTokens).toBe(golden.tensor('input_ids').length);
    expect(result.shares).toEqual(
      pairs.map(({ length }) => ({ tokens: facts.patches, fullTokens: facts.patches, frames: length })),
    );
    expect(encodings.map(({ views }) => views.map(({ cells, rows }) => [cells, rows]))).toEqual(
      pairs.map(() => [[facts.patches / 4, facts.patches / 4]]),
    );
    expectAnswer('unmerged', await answered(none, false)); // with nothing merged there is nothing to unmerge
  });

  it.each(variants)('%s: the same cells share a row, logits and tokens equal', async (key, reduction) => {
    for (const view of pairs.keys()) {
      const { encoding, got } = await encoded(view, reduction);
      const reference = (name: string) => golden.tensor(`${key}.${name}.${view}`);
      expect(Array.from(got('owner').data)).toEqual(reference('owner'));
      expect(encoding.views[0]?.countsPerLayer).toEqual(reference('counts'));
      for (const name of ['size', 'projected'] as const)
        expect(largestDifference(got(name).data, reference(name)), name).toBeLessThanOrEqual(
          facts.tolerances[name],
        );
    }
    const answer = await answered(reduction);
    expectAnswer(`${key}.${reduction.method === 'dart' ? 'kept' : 'vtu'}`, answer);
    const rows = pairs.map((_pair, view) => golden.tensor(`${key}.counts.${view}`).at(-1)!);
    expect(answer.result.visualTokens).toBe(rows.reduce((sum, one) => sum + one, 0));
    expectAnswer(`${key}.novtu`, await answered(reduction, false));
  });

  it('switched off, rows are the unmerged model to the last bit', async () => {
    const off = { method: 'rows', budget: { kind: 'threshold', threshold: 1 } } as const;
    expect((await answered(off)).logits).toEqual((await answered(none)).logits);
  });

  it('has the pixel values of the default image backend, bit for bit', async () => {
    const byDefault = await createEngine({ device: 'cpu', threads: 2 });
    try {
      await byDefault.load({ directory: golden.model });
      for (const [view, hash] of golden.byDefault.pixel_values.entries()) {
        const { got } = await encoded(view, none, byDefault);
        const { data, shape } = got('pixel_values');
        expect([shape.slice(0, 3), hashOf(Float32Array.from(data))]).toEqual([[1, 2, 3], hash]);
      }
    } finally {
      await byDefault.close();
    }
  });

  it('refuses more frames than a view has, later frames of a picture, and frames of several sizes', async () => {
    const [image, ...laterFrames] = frames;
    const whole = { image: image!, reduction: none } as const;
    await expect(engine.encode({ ...whole, role: 'frame', laterFrames })).rejects.toThrow(
      /encodes 2 frames as one view, and \d were given/u,
    );
    await expect(engine.encode({ ...whole, laterFrames: [image!] })).rejects.toThrow(
      /encodes one picture as one view, and 2 were given/u,
    );
    const other = { kind: 'file', path: path.join(path.dirname(golden.model), 'image.png') } as const;
    const visual = { kind: 'video', frames: [image!, other] } as const;
    const asked = engine.answer({ visual, question: 'What?', reduction: none, virtualUnmerging: true });
    await expect(asked[Symbol.asyncIterator]().next()).rejects.toThrow(
      /Frame 2 of the video is \d+ x \d+ px and the first one 120 x 90 px/u,
    );
  });
});
