import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readQuestions } from '../src-engine/evaluation/questions.ts';
import { readShelf } from '../src-engine/shelf.ts';
import { decodeImage } from '../src-engine/vision/decode.ts';

const assets = fileURLToPath(new URL('../assets/', import.meta.url));
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

const samples = z
  .array(
    z.object({ file: z.string(), qa: z.array(z.object({ question: z.string(), shipped: z.boolean() })) }),
  )
  .parse(JSON.parse(readFileSync(`${assets}samples/samples.json`, 'utf8')));

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

  it('starts with a picture whose first question the embedded model answers right', () => {
    const [first] = shelf;
    const sample = samples.find(({ file }) => file === basename(first?.path ?? ''));
    expect(sample?.qa.find(({ question }) => question === first?.questions[0])?.shipped).toBe(true);
  });

  it('suggests for scenes only questions that the scene has an answer to, those answered right first', () => {
    for (const { path, questions, kind } of shelf) {
      if (kind !== 'scene') continue;
      const qa = samples.find(({ file }) => file === basename(path))?.qa ?? [];
      const right = questions.map((question) => qa.find((q) => q.question === question)?.shipped);
      expect(right, path).not.toContain(undefined);
      expect(
        [...right].sort((a, b) => Number(b) - Number(a)),
        path,
      ).toEqual(right);
    }
  });
});

describe('the bench', () => {
  it('asks nine questions about every one of its pictures, in the kinds that the scenes have', async () => {
    const questions = await readQuestions(`${assets}bench/questions.jsonl`);
    expect(questions).toHaveLength(2700);
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
    expect(size('pocket/model.safetensors')).toBe(18_212_152);
  });
});

describe('the icon', () => {
  it.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])(
    'has a %i px picture with a transparent corner',
    async (side) => {
      const { data, info } = await sharp(`${assets}icon/icon-${side}.png`)
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
