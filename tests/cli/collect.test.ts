import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEngine } from '../../src-engine/create-engine.ts';
import { createFakeCollection } from '../support/fake-collection.ts';
import { createFakeEngine, fakeModel } from '../support/fake-engine.ts';
import { goldenModel } from '../support/golden-model.ts';
import { noisePng } from '../support/noise-png.ts';
import { golden } from './golden-case.ts';
import { cli, inScratch, oneSentence } from './harness.ts';

const documentSchema = z.looseObject({
  unreadable: z.array(z.object({ file: z.string(), reason: z.string() })),
  rows: z.array(
    z.object({
      file: z.string(),
      width: z.number(),
      height: z.number(),
      bytesPerPixel: z.number(),
      tokens: z.array(z.number()),
    }),
  ),
});
const documentIn = (out: string) => documentSchema.parse(JSON.parse(out));

/** A folder that is there; what is in it the engine of these tests makes up. */
const pictures = import.meta.dirname;

describe('dymu collect', () => {
  it('prints a line per budget, names what cannot be read, and says what the encoder did', async () => {
    const { status, out, err } = await cli(['collect', pictures, '--budgets', '90,50%,tome:60']);
    expect(status).toBe(0);
    expect(out.split('\n')[0]).toBe('budget    mean   std  least  enough for 50 %  for 95 %  most');
    expect(out).toMatch(/^tome:60 +60\.0 +0\.0 +60 +60 +60 +60$/m);
    expect(err).toContain(
      '1 of 25 files could not be read and were left out:\n  broken-1.jpg is not an image',
    );
    expect(err).toContain('24 images are few');
    expect(err).toMatch(/The encoder ran \d+ times\.\n$/);
  });

  it('prints one document, with a row per picture', async () => {
    const { out } = await cli(['collect', pictures, '--budgets', 'low,40', '--json']);
    const document = documentIn(out);
    expect(document).toMatchObject({ source: pictures, budgets: ['low', '40'], images: 24 });
    expect(document.unreadable).toHaveLength(1);
    const { file, width, height, bytesPerPixel, tokens } = document.rows[0]!;
    expect(file).toMatch(/\.jpg$/);
    expect(width * height).toBeGreaterThan(0);
    expect(bytesPerPixel).toBeGreaterThan(0);
    expect(tokens[0]).toBe(tokens[1]); // low is 40 tokens here
  });

  it('names only ways out that it has where the model has no calibration', async () => {
    const engine = createFakeEngine();
    const bare = { ...engine, load: () => Promise.resolve({ ...fakeModel, calibration: null }) };
    const { status, err } = await cli(['collect', pictures], { engine: bare });
    expect(status).toBe(1);
    expect(oneSentence(err)).toMatch(
      /^No calibration of fake-vlm was found.*"dymu calibrate" and give it with --calibration\.$/,
    );
  });

  it('says of a folder that is not there no more than that', async () => {
    const { status, err } = await cli(['collect', '/nope/images']);
    expect([status, err]).toEqual([1, "'/nope/images' is not there, or may not be read; check the path.\n"]);
  });

  it('asks for a folder of many pages as for a small one', async () => {
    const engine = createFakeEngine({ collection: createFakeCollection({ images: 12_000 }) });
    const { out } = await cli(['collect', pictures, '--budgets', '90', '--json'], { engine });
    expect(documentIn(out).rows).toHaveLength(12_000);
  });

  it.each([
    [['/p', '--budgets', '0'], /--budgets takes tokens per view \(90\), shares \(35%\)/],
    [
      ['/p', '--budgets', 'often:3'],
      /^--budgets takes method:budget with dymu, .*; "often:3" names none of them\./,
    ],
    [['/p', '--method', 'often', '--budgets', '3'], /^--method takes dymu, .*; "often" is not one of them\./],
    [['/p', '--out', 'table.xls'], /--out takes a file ending in \.csv, \.json, \.parquet/],
    [[], /Missing required argument 'dir\|list'/],
  ])('refuses %j', async (argv, sentence) => {
    const { status, err } = await cli(['collect', ...argv]);
    expect(status).toBe(2);
    expect(err).toMatch(sentence);
  });

  it.each([
    [0, /^'.*cli' holds no images; give a folder with PNG, JPEG or WebP files, or a list of them\.$/m],
    [2, /^2 of 2 files could not be read.*:\n {2}broken-1\.jpg[^]*cli' holds no image that can be read;/m],
  ])('refuses a folder with nothing to count, %i files of it unreadable', async (unreadable, sentence) => {
    const engine = createFakeEngine({ collection: createFakeCollection({ images: 0, unreadable }) });
    const { status, out, err } = await cli(['collect', pictures], { engine });
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(sentence);
  });

  it('keeps what is counted on Ctrl-C and says how to go on', async () => {
    const controller = new AbortController();
    const engine = createFakeEngine({ jobStepMs: 20 });
    const running = cli(['collect', pictures], { engine, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    const { status, err } = await running;
    expect(status).toBe(130);
    expect(err).toContain('What was counted is kept: the same command goes on from there.');
  });
});

describe('dymu collect on a small checkpoint', () => {
  it('counts each picture once, whatever it is called, and writes what another reader reads', async () => {
    await inScratch(async (folder) => {
      const pictures = join(folder, 'pictures');
      await mkdir(join(pictures, 'below'), { recursive: true });
      for (let index = 0; index < 3; index += 1) {
        await writeFile(join(pictures, `${index}.png`), noisePng(index, 40, 30));
      }
      await writeFile(join(pictures, 'damaged.png'), noisePng(9, 40, 30).subarray(0, 900));
      const collect = (...more: string[]) =>
        cli(
          [
            'collect',
            pictures,
            '--model',
            golden.model,
            '--budgets',
            'tome:20,tome:9',
            '--device',
            'cpu',
            ...more,
          ],
          {
            createEngine: (options) =>
              createEngine({
                ...options,
                dataDirectory: join(folder, 'data'),
                cacheDirectory: join(folder, 'cache'),
              }),
          },
        );
      const out = join(folder, 'table.parquet');
      const first = await collect('--out', out);
      expect(first.err).toContain("'damaged.png' is a damaged, incomplete or unusual PNG file");
      expect(first.status).toBe(0);
      const bytes = await readFile(out);
      expect(await parquetReadObjects({ file: new Uint8Array(bytes).buffer })).toEqual(
        [0, 1, 2].map((index) => ({
          file: `${index}.png`,
          width: 40,
          height: 30,
          bytesPerPixel: noisePng(index, 40, 30).length / 1200,
          'tokens_tome:20': 20,
          'tokens_tome:9': 9,
        })),
      );

      await copyFile(join(pictures, '1.png'), join(pictures, 'below', 'copy.png'));
      const again = documentIn((await collect('--json')).out);
      expect(again).toMatchObject({ images: 4, encodes: 0, known: 6 });
    });
  });

  it('counts rows behind the encoder of a model in which nothing merges', async () => {
    await inScratch(async (folder) => {
      const pictures = join(folder, 'pictures');
      await mkdir(pictures);
      await writeFile(join(pictures, 'a.png'), noisePng(1, 90, 60));
      await writeFile(join(pictures, 'b.png'), noisePng(2, 60, 110));
      const model = goldenModel('qwen3-vl');
      const collect = (...more: string[]) =>
        cli(['collect', pictures, '--model', model, '--device', 'cpu', ...more], {
          createEngine: (options) =>
            createEngine({
              ...options,
              dataDirectory: join(folder, 'data'),
              calibrationDirectories: [folder],
            }),
        });
      const tokens = await collect('--budgets', 'tome:9');
      expect([tokens.status, tokens.err]).toEqual([1, expect.stringContaining('(rows, dart, pool)')]);
      const bare = await collect('--method', 'rows', '--budgets', '50%');
      expect([bare.status, bare.err]).toEqual([1, expect.stringContaining('calibration')]);

      const out = join(folder, 'rows.json');
      const images = ['a.png', 'b.png'].map((name) => join(pictures, name));
      const engine = await createEngine({ device: 'cpu', calibrationDirectories: [folder] });
      await engine.load({ directory: model });
      await engine.calibrate({ images, out });
      await engine.close();
      const csv = join(folder, 'table.csv');
      const { status, out: words, err } = await collect('--budgets', 'rows:50%,dart:2', '--out', csv);
      expect([status, err]).toEqual([0, expect.stringContaining('The encoder ran')]);
      expect(words).toMatch(/^budget +counted +mean/);
      expect(words).toMatch(/^rows:50% +rows +/m);
      expect((await readFile(csv, 'utf8')).split('\r\n')[0]).toBe(
        'file,width,height,bytesPerPixel,rows_rows:50%,rows_dart:2',
      );
    });
  });
});
