import { mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collect } from '../../src-engine/collection/collect.ts';
import { createCollections } from '../../src-engine/collection/collections.ts';
import { scanFolder } from '../../src-engine/collection/scan-folder.ts';
import { openDatabase } from '../../src-engine/database/database.ts';
import type { Collection, ReductionRequest } from '../../src-engine/engine.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import { eventually } from '../support/eventually.ts';
import { loadSmall } from '../support/loaded.ts';
import { noisePng } from '../support/noise-png.ts';
import { emptyFolder, rejection } from '../support/scratch.ts';

const picture = (folder: string, name: string, seed: number) =>
  writeFile(join(folder, name), noisePng(seed, 40, 30));

describe('a folder', () => {
  it('is scanned with all below it, links to folders and hidden files left out', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'below'));
    await picture(folder, 'b.PNG', 1);
    await picture(folder, 'below/a.jpg', 2);
    await picture(folder, '.hidden.png', 3);
    await writeFile(join(folder, 'words.txt'), '');
    await symlink(folder, join(folder, 'loop'));
    await symlink(join(folder, 'b.PNG'), join(folder, 'link.png'));
    await symlink('nowhere.png', join(folder, 'dangling.png'));
    const { files, problems } = await scanFolder(folder);
    expect(files.map(({ name }) => name)).toEqual(['b.PNG', 'below/a.jpg', 'link.png']);
    expect(problems).toEqual([
      { name: 'dangling.png', reason: "'dangling.png' is not there, or may not be read." },
    ]);
  });
});

describe('a collection', () => {
  async function opened() {
    const folder = await emptyFolder();
    const database = openDatabase(await emptyFolder());
    onTestFinished(() => database.close());
    const collections = createCollections(() => database, 'path');
    let after: string | undefined;
    const ask = async (): Promise<Collection> => {
      const answer = await collections.answer(
        { source: folder, ...(after === undefined ? {} : { after }) },
        undefined,
        undefined,
      );
      after = answer.revision;
      return answer;
    };
    return { folder, ask, database };
  }

  it('follows files that are added, changed, renamed and removed', async () => {
    const { folder, ask } = await opened();
    await picture(folder, 'a.png', 1);
    await picture(folder, 'b.png', 2);
    const [a, b] = (await ask()).images;
    expect([a!.path, b!.path, a!.width, a!.height]).toEqual(['a.png', 'b.png', 40, 30]);

    await picture(folder, 'c.png', 3);
    await writeFile(join(folder, 'a.png'), noisePng(4, 50, 30));
    await utimes(join(folder, 'a.png'), 1, 1);
    await rm(join(folder, 'b.png'));
    const told = new Map<string, number>();
    const gone: number[] = [];
    await eventually(async () => {
      const answer = await ask();
      for (const { path, width } of answer.images) told.set(path, width);
      gone.push(...answer.gone);
      expect([told, gone]).toEqual([
        new Map([
          ['a.png', 50],
          ['c.png', 40],
        ]),
        [b!.id],
      ]);
    });
    await rename(join(folder, 'c.png'), join(folder, 'd.png'));
    await eventually(async () => {
      expect((await ask()).images.map(({ path }) => path)).toEqual(['d.png']);
    });
  });

  it('names what cannot be read, a file of ten gigabytes among it, without reading it', async () => {
    const { folder, ask } = await opened();
    await writeFile(join(folder, 'words.jpg'), 'no picture');
    await writeFile(join(folder, 'huge.tif'), 'II*\0');
    await truncate(join(folder, 'huge.tif'), 10 * 1024 ** 3); // a hole
    const { images, unreadable, unreadableTotal } = await ask();
    expect([images, unreadableTotal]).toEqual([[], 2]);
    expect(unreadable.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^'huge\.tif' has 10240 MB, more than the \d+ MB that are opened/),
      expect.stringMatching(/^'words\.jpg' is not a picture in a known format/),
    ]);
  });

  it('that vanishes is said in one sentence, and what was counted is kept', async () => {
    const { folder, ask } = await opened();
    await picture(folder, 'a.png', 1);
    await ask();
    await rm(folder, { recursive: true });
    await eventually(async () => {
      const { message } = await rejection(ask());
      expect(message).toMatch(
        /is not there, or may not be read; check the path; what was counted in it is kept\.$/,
      );
    });
  });
});

describe('collecting', () => {
  it('from a folder that vanishes meanwhile ends in one sentence, and what was counted until then is kept', async () => {
    const folder = await emptyFolder();
    const database = openDatabase(await emptyFolder());
    const model = await loadSmall('llava15-clip');
    onTestFinished(async () => {
      database.close();
      await model.release();
    });
    for (let seed = 0; seed < 7; seed += 1) await picture(folder, `${seed}.png`, seed);
    const thresholds = new Array<number>(model.checkpoint.spec.vision.executedLayers).fill(0.5);
    let turns = 0;
    const run = collect(
      {
        database,
        signal: undefined,
        report: () => undefined,
        inTurn: async (work) => {
          turns += 1;
          if (turns === 2) await rm(folder, { recursive: true }); // the first one plans
          return work(model, createPace(undefined));
        },
      },
      {
        source: folder,
        points: 0,
        reductions: [{ method: 'dymu', budget: { kind: 'thresholds', thresholds } }],
      },
    );
    expect((await rejection(run)).message).toMatch(
      /is not there, or may not be read; check the path; what was counted in it is kept\.$/,
    );
    const counted = database.tuples('select count(*) from counts')[0]?.[0];
    expect(counted).toBeGreaterThan(0);
    expect(counted).toBeLessThan(7);
  });

  it('encodes a content once, also under another name, and only what is asked for anew', async () => {
    const folder = await emptyFolder();
    const database = openDatabase(await emptyFolder());
    const model = await loadSmall('llava15-clip');
    onTestFinished(async () => {
      database.close();
      await model.release();
    });
    const layers = model.checkpoint.spec.vision.executedLayers;
    const at = (threshold: number): ReductionRequest => ({
      method: 'dymu',
      budget: { kind: 'thresholds', thresholds: new Array<number>(layers).fill(threshold) },
    });
    const run = (reductions: readonly ReductionRequest[]) =>
      collect(
        {
          database,
          signal: undefined,
          report: () => undefined,
          inTurn: (work) => work(model, createPace(undefined)),
        },
        { source: folder, reductions },
      );
    await picture(folder, 'a.png', 1);
    await picture(folder, 'b.png', 2);
    await picture(folder, 'copy-of-a.png', 1);
    expect(await run([at(0.5)])).toMatchObject({ images: 3, encodes: 2, known: 0 });
    await rename(join(folder, 'b.png'), join(folder, 'z.png'));
    expect(await run([at(0.5), at(0.8)])).toMatchObject({ images: 3, encodes: 2, known: 2 });
    // Of a fixed number one run tells all.
    const fixed: ReductionRequest = { method: 'tome', budget: { kind: 'tokens', tokens: 12 } };
    expect(await run([fixed])).toMatchObject({ encodes: 1, known: 0 });
  });
});
