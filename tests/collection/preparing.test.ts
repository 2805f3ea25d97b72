import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collect } from '../../src-engine/collection/collect.ts';
import { prepareFile } from '../../src-engine/collection/prepare-file.ts';
import { startPreparing } from '../../src-engine/collection/preparing.ts';
import { openDatabase } from '../../src-engine/database/database.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import { loadSmall } from '../support/loaded.ts';
import { noisePng } from '../support/noise-png.ts';
import { emptyFolder, rejection } from '../support/scratch.ts';
import { clipSpec, siglipSpec } from '../vision/fixtures.ts';

const root = join(import.meta.dirname, '../..');
const anyres = {
  ...siglipSpec,
  anyres: { pinpoints: [[siglipSpec.imageSize, 2 * siglipSpec.imageSize]] },
} as const;

describe('pictures that are prepared in threads', () => {
  it('are those of the engine’s own thread, byte for byte, and what cannot be read has its reason', async () => {
    const broken = join(await emptyFolder(), 'broken.jpg');
    await writeFile(broken, 'no picture');
    const preparing = startPreparing(1);
    onTestFinished(() => preparing.close());
    const pictures = ['photos/chelsea.png', 'photos/coffee.jpg', 'samples/scene01.webp'];
    const paths = [
      ...pictures.map((name) => join(root, 'assets', name)),
      broken,
      join(root, 'not-there.jpg'),
    ];
    for (const spec of [clipSpec, siglipSpec, anyres]) {
      const [there, here] = await Promise.all([
        Promise.all(paths.map((path) => preparing.prepare(path, spec, 'path'))),
        Promise.all(paths.map((path) => prepareFile(path, spec, 'path'))),
      ]);
      expect(there).toEqual(here);
      expect(here.map(({ kind }) => kind)).toEqual(['views', 'views', 'views', 'unreadable', 'unreadable']);
    }
  });

  it('are given up in one sentence where their thread ends, those that are asked for later too', async () => {
    const preparing = startPreparing(
      1,
      () =>
        new Worker("require('node:worker_threads').parentPort.once('message', () => nothing())", {
          eval: true,
        }),
    );
    const asked = () => rejection(preparing.prepare('a.png', clipSpec, 'path'));
    const [first, second] = await Promise.all([asked(), asked()]);
    expect(first.code).toBe('native-failure');
    expect(first.message).toBe(
      'The thread that reads pictures has ended unexpectedly; start the work again; what was counted is kept.',
    );
    expect([second.message, (await asked()).message]).toEqual([first.message, first.message]);
    await preparing.close();
  });

  it('need a program that loads sharp and neither ONNX Runtime nor the database', async () => {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: ['src-engine/collection/prepare-worker.ts'],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    const [output] = Object.values(metafile.outputs);
    const packages = new Set(
      output?.imports.map(({ path }) => path).filter((path) => !path.startsWith('node:')),
    );
    expect(packages).toContain('sharp');
    expect([...packages].filter((name) => /onnx|libsql/.test(name))).toEqual([]);
  });
});

describe('collecting many pictures', () => {
  it('counts the same as one after the other, and ends its threads when it is stopped', async () => {
    const folder = await emptyFolder();
    const model = await loadSmall('llava15-clip');
    onTestFinished(() => model.release());
    for (let seed = 0; seed < 12; seed++)
      await writeFile(join(folder, `${String.fromCharCode(97 + seed)}.png`), noisePng(seed, 40 + seed, 30));
    const layers = model.checkpoint.spec.vision.executedLayers;
    const thresholds = new Array<number>(layers).fill(0.6);
    const run = async (only: readonly string[] | undefined, signal?: AbortSignal, stop?: () => void) => {
      const database = openDatabase(await emptyFolder());
      onTestFinished(() => database.close());
      const counts = () =>
        database.tuples('select content, tokens from counts order by content').map(([, tokens]) => tokens);
      const host = {
        database,
        signal,
        report: (stage: string, done: number) => {
          if (stage === 'Encoding' && done === 3) stop?.();
        },
        inTurn: <T>(work: (loaded: typeof model, pace: ReturnType<typeof createPace>) => Promise<T>) =>
          work(model, createPace(signal)),
      };
      const reductions = [{ method: 'dymu', budget: { kind: 'thresholds', thresholds } }] as const;
      const request = { source: folder, points: 0, reductions, ...(only === undefined ? {} : { only }) };
      return { end: await collect(host, request).catch((cause: unknown) => cause), counts };
    };
    const all = await run(undefined);
    expect(all.end).toMatchObject({ images: 12, encodes: 12, unreadable: 0 });
    const alone = await Promise.all('abcdefghijkl'.split('').map((name) => run([`${name}.png`])));
    expect(all.counts().toSorted()).toEqual(alone.flatMap(({ counts }) => counts()).toSorted());

    const controller = new AbortController();
    const stopped = await run(undefined, controller.signal, () => controller.abort());
    expect(stopped.end).toMatchObject({ code: 'aborted' });
    expect(stopped.counts()).toHaveLength(3);
  });
});
