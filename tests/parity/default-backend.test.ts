/** The golden cases with the image processor that transformers 5 takes by default: pixel values, owner maps, tokens (tools/golden/default_backend.py). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { EncodedView, Layout, LocalEngine, ReductionRequest, Visual } from '../../src-engine/engine.ts';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { prepareImage } from '../../src-engine/vision/prepare.ts';
import {
  cellCases,
  goldenCases,
  lookCases,
  openGolden,
  tokenCases,
  videoCases,
  viewCases,
} from '../support/golden.ts';
import { hashOf } from '../support/pixel-hash.ts';

const names = [...goldenCases, ...cellCases, ...lookCases, ...viewCases, ...videoCases, ...tokenCases];
const cases = await Promise.all(names.map(async (name) => [name, await openGolden(name)] as const));

describe.each(cases)('%s with the default image backend', (_, { facts, model, frames, image, byDefault }) => {
  const { numbers, thresholds } = byDefault;
  const isVideo = facts.files.length > 1;
  const several = facts.views > 1;
  const sources = frames.map((file) => ({ kind: 'file', path: file }) as const);
  let engine: LocalEngine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-default-'));
    engine = await createEngine({ device: 'cpu', threads: 2 });
    await engine.load({ directory: model });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  /** How a tensor's numbers came about: 'tome.linear', 'pool.9', 'dtome'. */
  const reductions: readonly (readonly [string, ReductionRequest])[] =
    facts.tokens.length > 0
      ? facts.tokens.flatMap((tokens) =>
          (['pool', 'visionzip'] as const).map(
            (method) => [`${method}.${tokens}`, { method, budget: { kind: 'tokens', tokens } }] as const,
          ),
        )
      : [
          ['dtome', { method: 'dymu', budget: { kind: 'thresholds', thresholds } }],
          ...(facts.tome == null ? [] : schedulesOf(facts.tome.R)),
        ];

  if (isVideo) {
    it('has the pixel values of the reference in every frame, bit for bit', async () => {
      const { spec } = await openCheckpoint(model);
      const prepared = await Promise.all(
        sources.map((source) => prepareImage(source, spec.video?.preprocess ?? spec.preprocess)),
      );
      expect(prepared.flatMap(({ views }) => views.map(({ pixels }) => hashOf(pixels)))).toEqual(
        byDefault.pixel_values,
      );
    });
  } else {
    it('has the pixel values of the reference, bit for bit, and takes them back', async () => {
      const saveFeatures = path.join(folder, 'pixels.safetensors');
      const request = { reduction: { method: 'none' } } as const;
      await engine.encode({ ...request, image: { kind: 'file', path: image } }, { saveFeatures });
      const saved = await readSafetensors(saveFeatures, { maxBytes: 1e8 });
      const { data, shape } = saved.get('pixel_values')!;
      expect(shape.slice(0, 3)).toEqual([1, byDefault.pixel_values.length, 3]);
      const length = data.length / byDefault.pixel_values.length;
      const hashes = byDefault.pixel_values.map((_hash, view) =>
        hashOf(Float32Array.from(data.subarray(view * length, (view + 1) * length))),
      );
      expect(hashes).toEqual(byDefault.pixel_values);
      const again = path.join(folder, 'again.safetensors');
      const given = { kind: 'pixel-values', path: saveFeatures } as const;
      await engine.encode({ ...request, image: given }, { saveFeatures: again });
      expect((await readSafetensors(again, { maxBytes: 1e8 })).get('pixel_values')).toEqual(
        saved.get('pixel_values'),
      );
    });
  }

  /** The views of a picture, or of all frames in their order. */
  async function viewsOf(reduction: ReductionRequest): Promise<readonly EncodedView[]> {
    if (!isVideo) return (await engine.encode({ image: { kind: 'file', path: image }, reduction })).views;
    const request = { question: facts.question, reduction, virtualUnmerging: true, maxNewTokens: 1 };
    for await (const event of engine.answer({ ...request, visual: { kind: 'video', frames: sources } }))
      if (event.kind === 'encoded') return event.encodings.flatMap(({ views }) => views);
    throw new Error('Nothing was encoded.');
  }

  it.each(reductions)('%s: owner maps are equal at every layer', async (key, reduction) => {
    const views = await viewsOf(reduction);
    expect(views).toHaveLength(isVideo ? frames.length : facts.views);
    for (const [view, { owner }] of views.entries())
      expect(Array.from(owner)).toEqual(numbers[`${key}.owner${several || isVideo ? `.${view}` : ''}`]);
  });

  const answers = Object.keys(numbers)
    .filter((name) => name.endsWith('.tokens'))
    .map((name) => name.slice(0, -'.tokens'.length));

  it.each(answers)('%s: greedy tokens are equal', async (name) => {
    const layout: Layout = name.includes('.flat') ? 'flat' : 'faithful';
    const [, reduction] = reductions.find(([key]) => name.startsWith(`${key}.`)) ?? [
      '',
      { method: 'none' } as const,
    ];
    const visual: Visual = isVideo
      ? { kind: 'video', frames: sources, layout }
      : { kind: 'images', images: sources, layout };
    const virtualUnmerging = !name.endsWith('.novtu');
    const request = { visual, question: facts.question, reduction, virtualUnmerging, maxNewTokens: 12 };
    for await (const event of engine.answer(request))
      if (event.kind === 'done') expect(event.result.tokens).toEqual(numbers[`${name}.tokens`]);
    expect.assertions(1);
  });
});

function schedulesOf(rows: number): (readonly [string, ReductionRequest])[] {
  return (['constant', 'linear', 'reverse-linear'] as const).map((schedule) => [
    `tome.${schedule.replace('-', '_')}`,
    { method: 'tome', budget: { kind: 'rows', rows, schedule } },
  ]);
}
