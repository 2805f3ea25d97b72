import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type {
  AnswerRequest,
  AnswerResult,
  Layout,
  LocalEngine,
  ReductionRequest,
  Visual,
} from '../../src-engine/engine.ts';
import { largestDifference, openGolden, storedBackend, videoCases, viewCases } from '../support/golden.ts';

type Golden = Awaited<ReturnType<typeof openGolden>>;

async function ask(engine: LocalEngine, saveLogits: string, request: AnswerRequest) {
  let result: AnswerResult | undefined;
  for await (const event of engine.answer(request, { saveLogits })) {
    if (event.kind === 'done') result = event.result;
  }
  const logits = (await readSafetensors(saveLogits, { maxBytes: 1e7 })).get('logits')!.data;
  return { result: result!, logits };
}

function expectAnswer(golden: Golden, key: string, { result, logits }: Awaited<ReturnType<typeof ask>>) {
  expect(largestDifference(logits, golden.tensor(`${key}.logits`))).toBeLessThanOrEqual(
    golden.facts.tolerances.logits,
  );
  expect(result.tokens).toEqual(golden.tensor(`${key}.tokens`));
}

const cases = await Promise.all(
  [...viewCases, ...videoCases].map(async (name) => [name, await openGolden(name)] as const),
);

describe.each(cases)('%s computes what the reference computes', (name, golden) => {
  // Its frames have one layout, whichever is asked for.
  const oneLayout = name === 'llava-next-video-frames';
  const keyOf = (key: string, layout: Layout) => (oneLayout ? key : `${key}.${layout}`);
  let engine: LocalEngine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-views-'));
    engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
    await engine.load({ directory: golden.model });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  const isVideo = golden.facts.files.length > 1;
  const { tome } = golden.facts; // not every case holds the fixed mode
  const fixed = tome
    ? (['constant', 'linear', 'reverse-linear'] as const).map(
        (schedule) =>
          [
            `tome.${schedule.replace('-', '_')}`,
            { method: 'tome', budget: { kind: 'rows', rows: tome.R, schedule } },
          ] as const,
      )
    : [];
  const variants: readonly (readonly [string, ReductionRequest])[] = [
    ['dtome', { method: 'dymu', budget: { kind: 'thresholds', thresholds: golden.thresholds } }],
    ...fixed,
  ];
  const seen = (layout: Layout): Visual => {
    const sources = golden.frames.map((file) => ({ kind: 'file', path: file }) as const);
    return isVideo ? { kind: 'video', frames: sources, layout } : { kind: 'images', images: sources, layout };
  };
  const logits = () => path.join(folder, 'logits.safetensors');
  const request = (
    reduction: ReductionRequest,
    { layout = 'faithful', virtualUnmerging = true }: { layout?: Layout; virtualUnmerging?: boolean } = {},
  ): AnswerRequest => ({
    visual: seen(layout),
    question: golden.facts.question,
    reduction,
    virtualUnmerging,
    maxNewTokens: 12,
  });

  it.each(isVideo ? [] : variants)(
    '%s: every view has the reference owner maps and features',
    async (key, reduction) => {
      const saveFeatures = path.join(folder, 'features.safetensors');
      const image = { kind: 'file', path: golden.image } as const;
      const encoding = await engine.encode({ image, reduction }, { saveFeatures });
      const tensors = await readSafetensors(saveFeatures, { maxBytes: 1e7 });
      const { tolerances, views } = golden.facts;
      expect(encoding.views.length).toBe(views);
      for (let view = 0; view < views; view += 1) {
        const close = (tensor: 'features' | 'projected' | 'size') => {
          const got = tensors.get(`${tensor}.${view}`)!.data;
          const expected = golden.tensor(`${key}.${tensor}.${view}`);
          expect(largestDifference(got, expected)).toBeLessThanOrEqual(tolerances[tensor]);
        };
        expect(Array.from(tensors.get(`owner.${view}`)!.data)).toEqual(golden.tensor(`${key}.owner.${view}`));
        for (const tensor of ['features', 'projected', 'size'] as const) close(tensor);
      }
    },
  );

  it('unmerged: the model’s own layout with padding cut, newlines and interpolation', async () => {
    const answer = await ask(engine, logits(), request({ method: 'none' }));
    expectAnswer(golden, 'unmerged', answer);
    expect(answer.result.promptTokens).toBe(golden.tensor('input_ids').length);
  });

  it.each(
    variants.flatMap(([key, reduction]) =>
      (['faithful', 'flat'] as const).map((layout) => [key, layout, reduction] as const),
    ),
  )(
    '%s in the %s layout: logits and greedy tokens with virtual unmerging',
    async (key, layout, reduction) => {
      expectAnswer(
        golden,
        `${keyOf(key, layout)}.vtu`,
        await ask(engine, logits(), request(reduction, { layout })),
      );
    },
  );

  it.each(['faithful', 'flat'] as const)(
    'dtome in the %s layout without virtual unmerging',
    async (layout) => {
      const reduction = {
        method: 'dymu',
        budget: { kind: 'thresholds', thresholds: golden.thresholds },
      } as const;
      expectAnswer(
        golden,
        `${keyOf('dtome', layout)}.novtu`,
        await ask(engine, logits(), request(reduction, { layout, virtualUnmerging: false })),
      );
    },
  );
});
