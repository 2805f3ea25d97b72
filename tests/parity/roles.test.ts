import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type {
  EncodedView,
  Encoding,
  LocalEngine,
  PictureRole,
  ReductionRequest,
  Visual,
} from '../../src-engine/engine.ts';
import { storedBackend } from '../support/golden.ts';

/**
 * What the window shows of a picture must be what the answer is made from. The answers are held against transformers elsewhere: two images by
 * several-images.test.ts, a video by views.test.ts.
 */
const golden = (file: string) => path.join(import.meta.dirname, '../fixtures/golden', file);
const picture = (file: string) => ({ kind: 'file', path: golden(file) }) as const;
const pictures = ['onevision/image.png', 'llava-next/image.png'].map(picture);
const frames = [0, 1, 2, 3].map((index) => picture(`onevision-video/frame${index}.png`));
const reduction: ReductionRequest = { method: 'tome', budget: { kind: 'tokens', tokens: 10 } };

let engine: LocalEngine;
beforeAll(async () => {
  engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
});
afterAll(() => engine.close());

async function encodedFor(visual: Visual): Promise<readonly Encoding[]> {
  const question = { question: 'What differs?', reduction, virtualUnmerging: true, maxNewTokens: 1 };
  for await (const event of engine.answer({ visual, ...question }))
    if (event.kind === 'encoded') return event.encodings;
  throw new Error('Nothing was encoded.');
}

async function viewsAs(role: PictureRole, images: typeof pictures): Promise<(readonly EncodedView[])[]> {
  const views: (readonly EncodedView[])[] = [];
  for (const image of images) views.push((await engine.encode({ image, reduction, role })).views);
  return views;
}

it('LLaVA-OneVision: tokens shown of several images and of frames are those that answers are made from', async () => {
  const info = await engine.load({ directory: golden('onevision/model') });
  expect(info.otherRoles).toEqual(['several', 'frame']);

  const several = await encodedFor({ kind: 'images', images: pictures });
  expect(await viewsAs('several', pictures)).toEqual(several.map(({ views }) => views));
  const video = await encodedFor({ kind: 'video', frames });
  expect(await viewsAs('frame', frames)).toEqual(video.map(({ views }) => views));
  const alone = await encodedFor({ kind: 'images', images: pictures.slice(0, 1) });
  expect(await viewsAs('alone', pictures.slice(0, 1))).toEqual(alone.map(({ views }) => views));

  // Alone the first picture is cut; among several it lies whole on a square, as a frame it is squashed.
  const [cut, whole, squashed] = [
    alone[0]!.views,
    several[0]!.views,
    (await viewsAs('frame', pictures.slice(0, 1)))[0]!,
  ];
  expect([cut.length, whole.length, squashed.length]).toEqual([7, 1, 1]);
  expect(whole[0]!.region).toEqual({ x: 0, y: -40, width: 250, height: 250 });
  expect(squashed[0]!.region).toEqual({ x: 0, y: 0, width: 250, height: 170 });
  expect(whole[0]!.owner).not.toEqual(squashed[0]!.owner);
});

it('LLaVA-NeXT-Video: frames shown are those that answers are made from, in cells that pictures do not have', async () => {
  const info = await engine.load({ directory: golden('llava-next-video/model') });
  expect([info.otherRoles, info.cellsPerView, info.takes.video]).toEqual([['frame'], undefined, true]);
  const video = await encodedFor({ kind: 'video', frames });
  expect(await viewsAs('frame', frames)).toEqual(video.map(({ views }) => views));
  for (const { views } of video) expect(views).toMatchObject([{ grid: [6, 6], tokens: 10, cells: 9 }]);
  const [picture] = await encodedFor({ kind: 'images', images: frames.slice(0, 1) });
  expect(picture!.views.every(({ cells }) => cells === undefined)).toBe(true);
});

it('LLaVA-NeXT-Video: rows of frames merge or stay at their places; tokens of frames have no places to keep', async () => {
  await engine.load({ directory: golden('llava-next-video/model') });
  const asked = async (reduction: ReductionRequest) => {
    const question = { question: 'What differs?', reduction, virtualUnmerging: true, maxNewTokens: 1 };
    for await (const event of engine.answer({ visual: { kind: 'video', frames }, ...question }))
      if (event.kind === 'done') return event.result;
    throw new Error('No answer.');
  };
  const whole = await asked({ method: 'none' });
  expect([whole.visualTokens, whole.fullVisualTokens]).toEqual([36, 36]);
  expect((await asked({ method: 'dart', budget: { kind: 'tokens', tokens: 5 } })).visualTokens).toBe(20);
  // A count made for pictures, of 36 rows a view, is at most what a frame has.
  const most = await asked({ method: 'dart', budget: { kind: 'tokens', tokens: 30 } });
  expect([most.visualTokens, most.tokens]).toEqual([36, whole.tokens]);
  const half = await asked({ method: 'dart', budget: { kind: 'share', share: 0.5 } });
  expect(half.visualTokens).toBe(20); // 4.5 of 9
  const off = await asked({ method: 'rows', budget: { kind: 'threshold', threshold: 1 } });
  expect([off.visualTokens, off.tokens]).toEqual([36, whole.tokens]);
  const visionzip = asked({ method: 'visionzip', budget: { kind: 'tokens', tokens: 5 } });
  await expect(visionzip).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/but a frame of \S+ has places for squares of patches only/u) as string,
  });
  const rows = { method: 'rows', budget: { kind: 'threshold', threshold: 0.5 } } as const;
  await expect(viewsAs('alone', pictures.slice(0, 1))).resolves.toHaveLength(1);
  await expect(engine.encode({ image: pictures[0]!, reduction: rows })).rejects.toMatchObject({
    code: 'unsupported',
  });
});

it('LLaVA-NeXT cuts a picture alike in every role, and refuses frames, since it takes no video', async () => {
  const info = await engine.load({ directory: golden('llava-next/model') });
  expect(info.otherRoles).toBeUndefined();
  const [alone, several] = [await viewsAs('alone', pictures), await viewsAs('several', pictures)];
  expect(several).toEqual(alone);
  await expect(viewsAs('frame', pictures)).rejects.toMatchObject({ code: 'unsupported' });
});
