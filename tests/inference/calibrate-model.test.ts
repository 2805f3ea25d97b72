import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCalibration } from '../../src-engine/calibration/calibration-file.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { CalibrateResult, ImageBackend, LocalEngine } from '../../src-engine/engine.ts';
import { openGolden } from '../support/golden.ts';

describe('calibrating a small model with real sessions', () => {
  let engine: LocalEngine;
  let golden: Awaited<ReturnType<typeof openGolden>>;
  let folder: string;
  let images: string[];
  let result: CalibrateResult;

  beforeAll(async () => {
    golden = await openGolden('llava15-siglip');
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-calibrate-'));
    images = golden.found.batches.flat().slice(0, 10).map(golden.findImage);
    engine = await createEngine({ device: 'cpu', threads: 2, calibrationDirectories: [folder] });
    await engine.load({ directory: golden.model });
    result = await engine.calibrate({
      images,
      out: path.join(folder, 'c.json'),
      heldBack: [...images, path.join(folder, 'gone.png')],
    });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  it('writes rising points from few tokens to nearly all', () => {
    const means = result.points.map(({ mean }) => mean);
    expect(result.images).toBe(10);
    expect(means.length).toBeGreaterThanOrEqual(5);
    expect(means).toEqual([...means].sort((a, b) => a - b));
    expect(means[0]).toBeLessThan(0.25 * golden.facts.patches);
    expect(means.at(-1)).toBeGreaterThan(0.85 * golden.facts.patches);
  });

  it('counts images that were held back at every point, and names those that cannot be read', () => {
    // The images it was made with keep its own averages, to the last bit.
    expect(result.heldBack).toEqual({
      images: 10,
      skipped: [
        { path: path.join(folder, 'gone.png'), reason: "'gone.png' does not exist; check the path." },
      ],
      points: result.points.map(({ mean, std }) => ({ promised: mean, mean, std })),
    });
  });

  it('that is stopped in the check goes on there, and counts no image again', async () => {
    const out = path.join(folder, 'stopped.json');
    const heldBack = images.slice(0, 6);
    const checked: number[] = [];
    const run = async (resume: boolean, stopAt: number): Promise<CalibrateResult> => {
      const stop = new AbortController();
      let kept = 0;
      const result = await engine
        .calibrate(
          { images, out, heldBack, points: 2, resume },
          {
            signal: stop.signal,
            onProgress: ({ stage, done }) => {
              if (stage === 'Checking on images held back' && done === stopAt) stop.abort();
            },
            onKept: () => (kept += 1),
          },
        )
        .finally(() => checked.push(kept));
      return result;
    };
    await expect(run(false, 4)).rejects.toMatchObject({ code: 'aborted' });
    expect((await readdir(folder)).filter((name) => name.startsWith('stopped')).sort()).toEqual([
      'stopped.json.checked',
      'stopped.json.progress',
    ]);
    const { heldBack: resumed } = await run(true, -1);
    // Both points found and measured, then the images one by one.
    expect(checked).toEqual([4 + 4, 2]);
    expect((await readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual(['stopped.json']);
    const { heldBack: atOnce } = await run(false, -1);
    expect(resumed).toEqual(atOnce);
    await rm(out);
  });

  it('is found by the encoder it was made with, and then budgets work', async () => {
    const info = await engine.load({ directory: golden.model });
    expect(info.calibration).toMatchObject({ images: 10, imageBackend: 'torchvision', imageRoute: 'path' });
    expect(info.notes).toBeUndefined();
    const image = { kind: 'file', path: golden.image } as const;
    const counts = [];
    for (const share of [0.2, 0.5, 0.9]) {
      const { tokens } = await engine.encode({
        image,
        reduction: { method: 'dymu', budget: { kind: 'share', share } },
      });
      counts.push(tokens);
    }
    expect(counts[0]).toBeLessThan(counts[2]!);
  });

  it('is refused by another encoder in one sentence, and the loaded model stays', async () => {
    const clip = await openGolden('llava15-clip');
    await expect(
      engine.load({ directory: clip.model, calibration: path.join(folder, 'c.json') }),
    ).rejects.toMatchObject({ code: 'bad-calibration' });
    const { family } = await engine.encode({
      image: { kind: 'file', path: golden.image },
      reduction: { method: 'none' },
    });
    expect(family).toBe('llava');
  });

  it('says where it was made with pictures read otherwise', async () => {
    const calibration = path.join(folder, 'c.json');
    const { notes } = await engine.load({ directory: golden.model, calibration, imageBackend: 'pil' });
    expect(notes).toEqual([
      'The calibration was made with the image backend torchvision, not pil: averages of tokens may differ a little from what it says.',
    ]);
    const opened = await createEngine({ device: 'cpu', imageRoute: 'object', calibrationDirectories: [] });
    expect((await opened.load({ directory: golden.model, calibration })).notes?.[0]).toMatch(
      /^The calibration was made with the image route path, not object:/,
    );
    await opened.close();
    await engine.load({ directory: golden.model });
  });

  it('names the first that is not plainly read; that images are few stands in how far averages may be off', async () => {
    const turned = path.join(folder, 'turned.jpg');
    await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a03020' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(turned);
    const out = path.join(folder, 'turned.json');
    const { notes, points } = await engine.calibrate({
      ...{ images: [...images.slice(0, 2), turned], out, points: 1 },
    });
    expect(points.map(({ meanError }) => typeof meanError)).toEqual(['number']);
    expect(notes).toEqual([
      'One image was read with a remark; the first, turned.jpg: The picture is turned right, as its orientation tag says.',
    ]);
  });

  it('tells data apart that were prepared by another backend, so that no run goes on with other pixels', async () => {
    const fingerprint = async (imageBackend: ImageBackend) => {
      await engine.load({ directory: golden.model, imageBackend });
      const out = path.join(folder, `${imageBackend}.json`);
      await engine.calibrate({ images: images.slice(0, 2), out, points: 1 });
      return (await readCalibration(out)).data.fingerprint;
    };
    expect(await fingerprint('pil')).not.toBe(await fingerprint('torchvision'));
  });

  it('stops when it is told to, and goes on from there', async () => {
    const out = path.join(folder, 'resumed.json');
    const controller = new AbortController();
    const stopped = engine.calibrate(
      { images, out },
      {
        signal: controller.signal,
        onProgress: ({ stage }) => {
          if (stage.startsWith('Finding thresholds, point 3')) controller.abort();
        },
      },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(await readdir(folder)).not.toContain('resumed.json');
    const stages = new Set<string>();
    const resumed = await engine.calibrate(
      { images, out, resume: true },
      { onProgress: ({ stage }) => void stages.add(stage) },
    );
    expect([...stages].some((stage) => stage.startsWith('Finding thresholds, point 1 '))).toBe(false);
    expect(resumed.points).toEqual(result.points);
  });

  it('leaves out what cannot be read, names it, and gives the calibration of the others', async () => {
    const text = path.join(folder, 'notes.png');
    await writeFile(text, 'no picture');
    const missing = path.join(folder, 'gone.png');
    const given = [text, ...images.slice(0, 4), missing, ...images.slice(4)];
    const left = await engine.calibrate({ images: given, out: path.join(folder, 'd.json') });
    expect(left.images).toBe(10);
    expect(left.skipped.map((image) => image.path)).toEqual([text, missing]);
    expect(left.skipped[0]?.reason).toContain('notes.png');
    expect(left.points).toEqual(result.points);
  });

  it('refuses images of which most cannot be read, before any thresholds are searched', async () => {
    const gone = ['a', 'b', 'c'].map((name) => path.join(folder, `${name}.png`));
    const stages = new Set<string>();
    await expect(
      engine.calibrate(
        { images: [...gone, ...images.slice(0, 2)], out: path.join(folder, 'e.json') },
        { onProgress: ({ stage }) => void stages.add(stage) },
      ),
    ).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(
        /^Only 2 of 5 images can be read, and not .*a\.png'; give a folder/u,
      ) as string,
    });
    expect([...stages]).toEqual(['Reading the images']);
  });
});
