import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readQuestions } from '../../src-engine/evaluation/questions.ts';
import { exactMatch } from '../../src-engine/judging/scorers.ts';
import { readShelf } from '../../src-engine/bundled/shelf.ts';
import { decodeImage } from '../../src-engine/vision/decode.ts';
import { answerContents, readSampleAnswers, readSamples } from '../../tools/sample-answers.ts';
import { shelfScenes } from '../../tools/suggestions.ts';

const assets = fileURLToPath(new URL('../../assets/', import.meta.url));
const kilobyte = 1024;
const files = (folder: string) => readdirSync(`${assets}${folder}`);
const size = (file: string) => statSync(`${assets}${file}`).size;
const notice = readFileSync(`${assets}NOTICE.md`, 'utf8');
const shelf = await readShelf(assets);

const { photos } = z
  .strictObject({
    version: z.literal(1),
    photos: z.array(
      z.strictObject({
        file: z.string(),
        title: z.string(),
        author: z.string().min(1),
        licence: z.enum(['Public domain', 'CC0 1.0', 'CC BY 2.0']),
        source: z.string().min(1),
        changes: z.string().min(1),
        suggestion: z.string().min(1),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(`${assets}photos/photos.json`, 'utf8')));

const samples = await readSamples(assets);
const answers = await readSampleAnswers(assets);

describe('the shelf', () => {
  it('holds every sample and every photograph once', () => {
    const listed = shelf.map(({ path }) => basename(path)).sort();
    const present = [...files('samples'), ...files('photos')]
      .filter((name) => !name.endsWith('.json'))
      .sort();
    expect(listed).toEqual(present);
  });

  it.each(shelf)('opens $path with what the engine opens any picture with', async ({ path }) => {
    const image = await decodeImage({ kind: 'file', path });
    expect(Math.max(image.width, image.height)).toBeLessThanOrEqual(1024);
    expect(statSync(path).size).toBeLessThanOrEqual(300 * kilobyte);
  });

  it('starts with the opening sample, and ends its scenes with the most complex one', () => {
    const scenes = shelf.filter(({ kind }) => kind === 'scene').map(({ path }) => basename(path));
    expect(scenes[0]).toBe(samples.find(({ opening }) => opening)?.file);
    expect(scenes.at(-1)).toBe(samples.at(-1)?.file);
  });

  it('suggests what the rule chooses from the answers of the embedded model', () => {
    const scenes = shelf.flatMap(({ kind, path, title, questions }) =>
      kind === 'scene' ? [{ kind, file: `samples/${basename(path)}`, title, questions }] : [],
    );
    expect(scenes).toEqual(shelfScenes(samples, answers));
  });

  it('suggests first what is answered right with all tokens, and somewhere what merging changes', () => {
    const of = (path: string) => answers.samples.find(({ file }) => file === basename(path))?.answers ?? [];
    const scenes = shelf.filter(({ kind }) => kind === 'scene');
    for (const { path, questions } of scenes)
      expect(of(path).find(({ question }) => question === questions[0])?.right, path).toBe(true);
    const changing = scenes.filter(({ path, questions }) =>
      of(path).some(
        ({ question, changes }) => question === questions.at(-1) && changes['dymu:low'] !== undefined,
      ),
    );
    expect(changing.length).toBeGreaterThan(0);
  });
});

describe('the samples', () => {
  it('are 24 sharp pictures', async () => {
    expect(samples).toHaveLength(24);
    for (const { file } of samples) {
      const { format, width, height } = await sharp(`${assets}samples/${file}`).metadata();
      expect([format, width, height], file).toEqual(['webp', 896, 896]);
    }
  });

  it('were asked with this model, this calibration and these pictures (npm run choose:questions)', async () => {
    expect(answers.contents).toEqual(await answerContents(assets, samples));
  });

  it('were asked everything, and judged as evaluation judges', () => {
    const truth = samples.map(({ file, qa }) => ({ file, qa }));
    expect(answers.samples.map(({ file }) => file)).toEqual(truth.map(({ file }) => file));
    for (const [index, { answers: given }] of answers.samples.entries()) {
      const qa = truth[index]?.qa ?? [];
      expect(given.map(({ question }) => question)).toEqual(qa.map(({ question }) => question));
      expect(given.map(({ right }) => right)).toEqual(
        given.map(({ full }, i) => exactMatch(full, [qa[i]?.answer ?? '']) === 1),
      );
    }
  });

  it('cover all twelve kinds of questions', () => {
    expect(new Set(samples.flatMap(({ qa }) => qa.map(({ kind }) => kind))).size).toBe(12);
  });
});

describe('the bench', () => {
  it('asks nine questions about every one of its pictures, in the kinds that the scenes have', async () => {
    const { questions, refused } = await readQuestions(`${assets}bench/questions.jsonl`);
    expect([questions.length, refused]).toEqual([2700, []]);
    const asked = new Map<string, number>();
    for (const { image } of questions) asked.set(image, (asked.get(image) ?? 0) + 1);
    expect([...asked.keys()].sort()).toEqual(
      files('bench')
        .filter((name) => name.endsWith('.webp'))
        .sort(),
    );
    expect(new Set(asked.values())).toEqual(new Set([9]));
    expect(new Set(questions.map(({ kind }) => kind)).size).toBe(12);
  });

  it('is small, and in the notice', () => {
    expect(files('bench').reduce((sum, name) => sum + size(`bench/${name}`), 0)).toBeLessThan(3_000_000);
    expect(notice).toContain('## `bench/`');
  });
});

describe('licences', () => {
  it.each(photos)(
    '$file is present, credited on the shelf and in the notice',
    ({ file, author, licence }) => {
      expect(files('photos')).toContain(file);
      expect(shelf.find(({ path }) => basename(path) === file)?.credit).toBe(`${author}, ${licence}`);
      const row = notice.split('\n').find((line) => line.includes(`\`${file}\``)) ?? '';
      expect(row.toLowerCase()).toContain(licence.toLowerCase());
      expect(notice).toContain(author.split(',')[0]);
    },
  );

  it('names every emoji set that the scenes show', () => {
    for (const name of ['noto', 'twemoji', 'fluent-emoji-flat', 'fluent-emoji', 'openmoji', 'emojione']) {
      expect(notice).toContain(`@iconify-json/${name}\``);
    }
  });
});

describe('the embedded model', () => {
  it('is complete, small and carries its card', () => {
    expect(files('pocket')).toEqual(
      expect.arrayContaining([
        'README.md',
        'chat_template.jinja',
        'config.json',
        'generation_config.json',
        'model.safetensors',
        'preprocessor_config.json',
        'processor_config.json',
        'tokenizer.json',
        'tokenizer_config.json',
      ]),
    );
    expect(size('pocket/model.safetensors')).toBe(21_166_792);
  });
});

describe('the icon', () => {
  it.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])(
    'has a %i px picture with a transparent corner',
    async (side) => {
      const { data, info } = await sharp(`${assets}icon/${side}x${side}.png`)
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([side, side]);
      expect(data[3]).toBe(0);
      expect(data[(side * (side / 2) + side / 2) * 4 + 3]).toBe(255);
    },
  );

  it('has the containers of Windows and macOS', () => {
    expect(readFileSync(`${assets}icon/icon.ico`).subarray(0, 4)).toEqual(Buffer.from([0, 0, 1, 0]));
    const icns = readFileSync(`${assets}icon/icon.icns`);
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
  });
});
