import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { LocalEngine } from '../../src-engine/engine.ts';
import { goldenModel } from '../support/scratch.ts';

const image = path.join(goldenModel('qwen3-vl'), '..', 'image.png');

describe('a calibration of a model in whose encoder nothing merges', () => {
  let engine: LocalEngine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-calibrate-rows-'));
    engine = await createEngine({ device: 'cpu', threads: 1, calibrationDirectories: [folder] });
    await engine.load({ directory: goldenModel('qwen3-vl') });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  it('finds thresholds of rows, on the scale of the own square, and gives a budget of rows a meaning', async () => {
    const out = path.join(folder, 'rows.json');
    const result = await engine.calibrate({ images: [image], out });
    expect(result.points.map(({ target, mean }) => [target, mean])).toEqual([[25, 25]]);
    expect(result.notes).toContain(
      'One image is few to calibrate with: on other pictures the averages may lie far off. A few hundred varied ones are usual.',
    );
    const most = result.rows?.at(-1)?.mean ?? 0;
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThanOrEqual(4); // of 5 x 5 patches 2 x 2 cells; those of the picture are 24
    const info = await engine.load({ directory: goldenModel('qwen3-vl') });
    expect(info.anyShape).toBe(true);
    expect(info.calibration?.rows?.points.length).toBe(result.rows?.length);
    const half = { method: 'rows', budget: { kind: 'share', share: 0.5 } } as const;
    const { tokens, fullTokens } = await engine.encode({
      image: { kind: 'file', path: image },
      reduction: half,
    });
    expect(fullTokens).toBe(24);
    expect(Math.abs(tokens - 12)).toBeLessThanOrEqual(2);
  });

  it('has no thresholds that held-back pictures could be counted under', async () => {
    const calibrating = engine.calibrate({
      images: [image],
      out: path.join(folder, 'x.json'),
      heldBack: [image],
    });
    await expect(calibrating).rejects.toThrow(/in that of qwen3-vl nothing merges; calibrate without them/u);
  });
});
