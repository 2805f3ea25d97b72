import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { Engine, ImageRef } from '../../src-engine/engine.ts';
import type * as decoding from '../../src-engine/vision/decode.ts';
import { decodeBytes } from '../../src-engine/vision/decode.ts';
import { goldenModel } from '../support/scratch.ts';
import { goldenFixture } from '../vision/fixtures.ts';

vi.mock('../../src-engine/vision/decode.ts', async (original) => {
  const real = await original<typeof decoding>();
  return { ...real, decodeBytes: vi.fn(real.decodeBytes) };
});

const reduction = { method: 'none' } as const;
const file = { kind: 'file', path: goldenFixture('llava15-clip/image.png') } as const;

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ device: 'cpu', threads: 1 });
  await engine.load({ directory: goldenModel('llava15-clip') });
});
afterAll(() => engine.close());

/** Preview, encoding and two answers; what the answers say that decoding took. */
async function use(image: ImageRef): Promise<number[]> {
  const decodeMs: number[] = [];
  await engine.preview(image, 64);
  await engine.encode({ image, reduction });
  for (let answers = 0; answers < 2; answers += 1) {
    const visual = { kind: 'images', images: [image] } as const;
    const request = { visual, question: 'What?', reduction, virtualUnmerging: true, maxNewTokens: 1 };
    for await (const event of engine.answer(request)) {
      if (event.kind === 'done') decodeMs.push(event.result.timings.imageDecodeMs);
    }
  }
  return decodeMs;
}

describe('a picture', () => {
  it('is decoded once for its preview, an encoding and two answers, which all report that one decoding', async () => {
    vi.mocked(decodeBytes).mockClear();
    const { id, decodeMs } = await engine.open(file);
    const reported = await use({ kind: 'open', id });
    expect(vi.mocked(decodeBytes)).toHaveBeenCalledTimes(1);
    expect(reported).toEqual([decodeMs, decodeMs]);
    await engine.forget(id);
  });

  it('is decoded once, too, where callers name its file every time', async () => {
    vi.mocked(decodeBytes).mockClear();
    await use(file);
    expect(vi.mocked(decodeBytes)).toHaveBeenCalledTimes(1);
  });
});
