/** Every cap of docs/reliability.md, "What a file may cost", from both sides where that is cheap. */
import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { openAnswerStore } from '../../src-engine/evaluation/answer-store.ts';
import { parseQuestions } from '../../src-engine/evaluation/questions.ts';
import { collectQuestions } from '../../src-engine/evaluation/reading/collect.ts';
import { tableRows } from '../../src-engine/evaluation/reading/table-rows.ts';
import { readRecorded } from '../../src-engine/evaluation/recorded-file.ts';
import { readSafetensorsHeader } from '../../src-engine/files/safetensors.ts';
import { renderJinja } from '../../src-engine/language/bounded-jinja.ts';
import { jinjaLimits, promptLimits } from '../../src-engine/language/limits.ts';
import { framesOf } from '../../src-engine/vision/animation.ts';
import { decodeBytes, measureBytes } from '../../src-engine/vision/decode.ts';
import { pngFacts } from '../../src-engine/vision/formats/png.ts';
import { imageLimits } from '../../src-engine/vision/limits.ts';
import { readSource } from '../../src-engine/vision/read-source.ts';
import { growthDuring } from '../../tools/fuzz/memory.ts';
import { evaluationPart } from '../../tools/fuzz/targets/samples.ts';
import { emptyFolder, goldenCopy, refusal, rejection } from '../support/scratch.ts';

const MB = 1024 * 1024;

/** A file of any length that takes no room. */
async function sparse(path: string, bytes: number, start = ''): Promise<string> {
  const file = await open(path, 'w');
  await file.write(start);
  await file.truncate(bytes);
  await file.close();
  return path;
}

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

async function sized(width: number, height: number): Promise<Buffer> {
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

describe('pictures', () => {
  it('of more than 64 MB are not read', async () => {
    const path = await sparse(join(await emptyFolder(), 'a.png'), 64 * MB + 1);
    expect((await rejection(readSource({ kind: 'file', path }))).message).toMatch(
      /^'a\.png' has 64\.0 MB, more than the 64 MB that are opened/u,
    );
  });

  it('of more than 200 million pixels, or with a side of more than 65,535, are refused by their header', async () => {
    await expect(measureBytes(await sized(65_535, 3051), 'a')).resolves.toEqual({
      width: 65_535,
      height: 3051,
    });
    expect((await rejection(decodeBytes(await sized(65_535, 3052), 'a'))).message).toContain(
      'the 200 million',
    );
    expect((await rejection(decodeBytes(await sized(8_323_095, 17), 'a'))).message).toBe(
      'a claims 8323095 x 17 pixels, and no side may have more than 65535; save a smaller copy.',
    );
  });

  it('with thousands of compressed texts cost no more than their file', async () => {
    const packed = deflateSync(Buffer.alloc(4 * MB));
    const text = (at: number) => chunk('zTXt', Buffer.concat([Buffer.from(`text ${at}\0\0`), packed]));
    const png = Buffer.concat([
      (await sized(4, 4)).subarray(0, 33),
      ...Array.from({ length: 300 }, (_, at) => text(at)),
      chunk('tEXt', Buffer.from('XML:com.adobe.xmp\0<x/>')),
    ]);
    let found: Uint8Array | undefined;
    const growth = await growthDuring(() => {
      found = pngFacts(png).tags.xmp;
      return Promise.resolve();
    });
    expect(Buffer.from(found ?? []).toString()).toBe('<x/>');
    expect(growth).toBeLessThan(300 * MB); // all of them together are 1.2 GB
  });

  it('that move have at most 512 frames, and 200 million pixels in all', async () => {
    const frames = Array.from({ length: 3 }, (_, at) => Buffer.alloc(20 * 10 * 3, at * 90));
    const gif = await sharp(Buffer.concat(frames), {
      raw: { width: 20, height: 30, channels: 3, pageHeight: 10 },
    })
      .gif({ loop: 0 })
      .toBuffer();
    const source = { kind: 'bytes', bytes: gif, name: 'a.gif' } as const;
    await expect(framesOf(source, { ...imageLimits, animationPixels: 600 })).resolves.toHaveLength(3);
    expect((await rejection(framesOf(source, { ...imageLimits, animationPixels: 599 }))).message).toMatch(
      /^'a\.gif' claims 3 frames of 20 x 10 pixels; give frames of at most 51 million pixels, /u,
    );
    expect((await rejection(framesOf(source, { ...imageLimits, frames: 2 }))).message).toContain(
      'has 3 frames',
    );
    expect([imageLimits.frames, imageLimits.animationPixels]).toEqual([512, 200_000_000]);
  });
});

describe('model folders', () => {
  it('have safetensors headers of at most 100 MB', async () => {
    const path = join(await emptyFolder(), 'a.safetensors');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(100n * BigInt(MB) + 1n);
    await writeFile(path, length);
    await sparseTail(path, 101 * MB);
    expect((await rejection(readSafetensorsHeader(path))).message).toContain(
      'declares a header of 104857601 bytes, more than the 104857600 allowed',
    );
  });

  it.each([
    ['config.json', 4],
    ['tokenizer_config.json', 4],
    ['tokenizer.json', 64],
  ])('have a %s of at most %d MB', async (name, most) => {
    const directory = await goldenCopy('llava15-siglip');
    await sparse(join(directory, name), most * MB + 1, '{');
    expect((await rejection(openCheckpoint(directory))).message).toContain(
      `'${name}' has ${most * MB + 1} bytes, more than the ${most * MB} that such a file may have`,
    );
  });

  it('have a template of at most 1 MB, of which 256 K characters are run', async () => {
    const directory = await goldenCopy('llava15-siglip');
    await sparse(join(directory, 'chat_template.jinja'), MB + 1);
    expect((await rejection(openCheckpoint(directory))).message).toContain('more than the 1048576');
    expect(() => renderJinja('a'.repeat(jinjaLimits.source + 1), {})).toThrow('its source is too long');
  });

  it('nest JSON 64 deep at most', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    await writeFile(join(directory, 'config.json'), nested(65));
    expect((await rejection(openCheckpoint(directory))).message).toContain(
      '65 deep, more than the 64 allowed',
    );
    await writeFile(join(directory, 'config.json'), nested(64));
    expect((await rejection(openCheckpoint(directory))).message).not.toContain('deep');
  });
});

async function sparseTail(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.truncate(bytes);
  await file.close();
}

describe('templates and prompts', () => {
  it('make texts of at most a million characters and lists of 10,000 entries', () => {
    expect(renderJinja("{{ 'a' * 1048576 }}", {}).text).toHaveLength(1_048_576);
    expect(() => renderJinja("{{ 'a' * 1048577 }}", {})).toThrow();
    expect(() => renderJinja('{{ range(10001) | list | length }}', {})).toThrow();
    expect(promptLimits).toEqual({ questionCharacters: 262_144, textTokens: 8192 });
  });
});

describe('questions and answers', () => {
  it('stand in at most two million lines, each question in 200,000 characters', () => {
    expect(refusal(() => parseQuestions('\n'.repeat(2_000_000), 'q.jsonl')).message).toContain(
      'has 2000001 lines, more than the 2000000 that are read; divide it into several files.',
    );
    const line = (characters: number) =>
      JSON.stringify({ image: 'a.png', question: 'a'.repeat(characters), answers: ['b'] });
    const read = parseQuestions(`${line(200_000)}\n${line(200_001)}`, 'q.jsonl');
    expect([read.questions.length, read.refused.map(({ line: at }) => at)]).toEqual([1, [2]]);
  });

  it('of a set may have two million entries that cannot be used', () => {
    const collect = collectQuestions('/set/a.json');
    for (let line = 1; line <= 2_000_000; line++) collect.refuse(line, 'It is not JSON.');
    expect(refusal(() => collect.refuse(0, 'It is not JSON.')).message).toBe(
      "'/set/a.json' has more than 2000000 entries that cannot be used; check that it is what it should be.",
    );
  });

  it('in a table are read in cells of 262,144 characters, 1,000 a row', async () => {
    const path = join(await emptyFolder(), 'a.tsv');
    await writeFile(path, `${'a'.repeat(262_145)}\n${'\t'.repeat(5000)}\n`);
    const rows = [];
    const subject = { file: path, code: 'bad-input', remedy: 'check it' } as const;
    for await (const { fields } of tableRows(path, subject)) rows.push(fields);
    expect(rows.map((fields) => fields.length)).toEqual([1, 1000]);
    expect([rows[0]?.[0]?.text.length, rows[0]?.[0]?.long, rows[0]?.[0]?.length]).toEqual([
      262_144,
      true,
      262_145,
    ]);
  });

  it('that were kept and cannot be read are not begun anew', async () => {
    const folder = await emptyFolder();
    const path = await sparse(
      join(folder, 'answers.jsonl'),
      60_000_001,
      '{"format":"dymu-answers","version":1}\n',
    );
    const store = await openAnswerStore(path, true); // a line without an end is no answer, and is held nowhere
    expect(store.get('any')).toBeUndefined();
    await store.put('any', { text: 'a', tokens: 1, cut: false });
    expect(store.get('any')).toEqual({ text: 'a', tokens: 1, cut: false });
    await store.close();
    expect((await stat(path)).size).toBeGreaterThan(60_000_001);
    await mkdir(join(folder, 'other'));
    expect((await rejection(openAnswerStore(join(folder, 'other'), false))).message).toContain('is a folder');
  });

  it('in parts of a run come from at most a million shards and pictures', () => {
    const part = evaluationPart(1);
    const subject = { file: 'part.json', code: 'bad-input', remedy: 'make this part again' } as const;
    const read = (changed: object) => readRecorded(JSON.stringify({ ...part, ...changed }), subject);
    expect(read({}).shard).toEqual({ index: 1, count: 2 });
    expect(refusal(() => read({ shard: { index: 1, count: 2 ** 40 } })).message).toContain(
      'shard.count is 1099511627776, but must be at most 1000000',
    );
    const [question] = part.questions;
    expect(refusal(() => read({ questions: [{ ...question, picture: 2 ** 31 }] })).message).toContain(
      'questions.0.picture is 2147483648, but must be at most 999999',
    );
  });
});

it('every cap that is tested here stands in the table of docs/reliability.md', async () => {
  const table = await readFile(join(import.meta.dirname, '../../docs/reliability.md'), 'utf8');
  for (const cap of [
    '64 MB',
    '65,535',
    '200 million',
    '512',
    '100 MB',
    '4 MB',
    '1 MB',
    '2 million',
    '262,144',
    'a line of 4 MB',
    '8,192',
  ])
    expect(table).toContain(cap);
});
