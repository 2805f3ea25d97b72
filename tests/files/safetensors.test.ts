import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensorsHeader } from '../../src-engine/files/safetensors.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { emptyFolder, goldenModel, rawSafetensors, rejection } from '../support/scratch.ts';

async function read(bytes: Uint8Array) {
  const path = join(await emptyFolder(), 'x.safetensors');
  await writeFile(path, bytes);
  return readSafetensorsHeader(path);
}

const four = { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] };

describe('readSafetensorsHeader', () => {
  it('gives type, shape and place of every tensor of a golden model', async () => {
    const { tensors, metadata } = await readSafetensorsHeader(
      join(goldenModel('llava15-clip'), 'model.safetensors'),
    );
    expect(tensors.size).toBe(146);
    expect(tensors.get('vision_tower.vision_model.embeddings.patch_embedding.weight')).toMatchObject({
      dtype: 'F32',
      shape: [64, 3, 14, 14],
      bytes: 64 * 3 * 14 * 14 * 4,
    });
    expect(metadata).toEqual(new Map([['format', 'pt']]));
    const ends = [...tensors.values()].map(({ offset, bytes }) => offset + bytes);
    expect(Math.max(...ends)).toBe(2_834_800);
  });

  it('counts offsets from the start of the file, after a padded header', async () => {
    const header = `${JSON.stringify({ a: four, b: { dtype: 'BF16', shape: [3], data_offsets: [16, 22] } })}      `;
    const { tensors } = await read(rawSafetensors(header, Buffer.alloc(22)));
    expect(tensors.get('a')?.offset).toBe(8 + header.length);
    expect(tensors.get('b')).toMatchObject({ offset: 8 + header.length + 16, bytes: 6 });
  });

  it('accepts empty tensors, scalars and every listed element type', async () => {
    const header = {
      none: { dtype: 'F32', shape: [0, 5], data_offsets: [0, 0] },
      scalar: { dtype: 'I64', shape: [], data_offsets: [0, 8] },
      bytes: { dtype: 'F8_E4M3', shape: [3], data_offsets: [8, 11] },
      nibbles: { dtype: 'F4', shape: [4], data_offsets: [11, 13] },
    };
    const { tensors } = await read(rawSafetensors(header, Buffer.alloc(13)));
    expect([...tensors.values()].map(({ bytes }) => bytes)).toEqual([0, 8, 3, 2]);
  });

  const bad: [string, Uint8Array, string][] = [
    [
      'a file shorter than its first number',
      Buffer.from('abc'),
      'is not a safetensors file: it has only 3 bytes',
    ],
    ['an empty file', Buffer.alloc(0), 'it has only 0 bytes'],
    ['a header longer than the file', rawSafetensors('{}', Buffer.alloc(0), 5000n), 'is truncated'],
    [
      'an absurd header length',
      rawSafetensors('{}', Buffer.alloc(0), 2n ** 63n),
      'more than the 104857600 allowed',
    ],
    [
      'a Git LFS pointer',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:1'),
      'git lfs pull',
    ],
    ['text that is not JSON', rawSafetensors('{"a":', Buffer.alloc(0)), 'is not JSON'],
    ['JSON that is no object', rawSafetensors('[1]', Buffer.alloc(0)), 'is not a JSON object'],
    [
      'bytes that are not UTF-8',
      Buffer.concat([rawSafetensors('', Buffer.alloc(0), 2n), Buffer.from([0xff, 0xfe])]),
      'not UTF-8',
    ],
    ['an entry that is no object', rawSafetensors({ a: 7 }, Buffer.alloc(0)), "describes tensor 'a' wrongly"],
    [
      'a negative side',
      rawSafetensors({ a: { ...four, shape: [-2, 2] } }, Buffer.alloc(16)),
      "'a' wrongly in 'shape.0'",
    ],
    [
      'a fractional offset',
      rawSafetensors({ a: { ...four, data_offsets: [0, 15.5] } }, Buffer.alloc(16)),
      "'data_offsets.1'",
    ],
    [
      'more than 16 dimensions',
      rawSafetensors({ a: { ...four, shape: Array(17).fill(1) } }, Buffer.alloc(16)),
      "'shape'",
    ],
    [
      'an unknown element type',
      rawSafetensors({ a: { ...four, dtype: 'F33' } }, Buffer.alloc(16)),
      "unknown element type 'F33'",
    ],
    [
      'a shape beyond exact numbers',
      rawSafetensors({ a: { ...four, shape: [2 ** 40, 2 ** 40] } }, Buffer.alloc(16)),
      'impossible shape',
    ],
    [
      'half a byte',
      rawSafetensors({ a: { dtype: 'F4', shape: [1], data_offsets: [0, 1] } }, Buffer.alloc(1)),
      'impossible shape',
    ],
    [
      'bytes that contradict the shape',
      rawSafetensors({ a: { ...four, shape: [2, 3] } }, Buffer.alloc(16)),
      '16 bytes where F32 [2, 3] takes 24',
    ],
    [
      'offsets that run backwards',
      rawSafetensors({ a: { ...four, data_offsets: [16, 0] } }, Buffer.alloc(16)),
      '-16 bytes where',
    ],
    [
      'a tensor beyond the end',
      rawSafetensors({ a: four }, Buffer.alloc(15)),
      "is truncated: tensor 'a' should end",
    ],
    [
      'overlapping tensors',
      rawSafetensors({ a: four, b: { ...four, data_offsets: [8, 24] } }, Buffer.alloc(24)),
      "'a' and 'b' overlap",
    ],
    [
      'a hole',
      rawSafetensors({ a: { ...four, data_offsets: [4, 20] } }, Buffer.alloc(20)),
      "4 bytes before tensor 'a'",
    ],
    ['bytes after the last tensor', rawSafetensors({ a: four }, Buffer.alloc(20)), '4 bytes at its end'],
    [
      'one name twice',
      rawSafetensors(`{"a":${JSON.stringify(four)},"\\u0061":${JSON.stringify(four)}}`, Buffer.alloc(16)),
      "tensor 'a' twice",
    ],
    [
      'nesting that no writer writes',
      rawSafetensors(`{"a":${'['.repeat(65)}${']'.repeat(65)}}`, Buffer.alloc(0)),
      'has a header that nests lists and objects 66 deep',
    ],
    [
      'more tensors than a model has',
      rawSafetensors(
        `{${Array.from({ length: 100_002 }, (_, at) => `"${at}":0`).join(',')}}`,
        Buffer.alloc(0),
      ),
      'declares 100002 tensors, more than the 100000 allowed',
    ],
    [
      'more values than tensors need',
      rawSafetensors(`{"a":[${'0,'.repeat(2_000_000)}0]}`, Buffer.alloc(0)),
      'has a header of 2000001 values, more than tensors need',
    ],
    [
      'metadata that is no text',
      rawSafetensors({ __metadata__: { a: 1 } }, Buffer.alloc(0)),
      "metadata 'a' that is not text",
    ],
  ];

  it.each(bad)('refuses %s', async (_, bytes, fact) => {
    const { code, message } = await rejection(read(bytes));
    expect(code).toBe('bad-checkpoint');
    expect(message).toContain(fact);
    expect(message).toMatch(/^'x\.safetensors' [^\n]+\.$/u);
  });

  it('refuses a folder in the place of the file', async () => {
    const path = join(await emptyFolder(), 'model.safetensors');
    await mkdir(path);
    await expect(readSafetensorsHeader(path)).rejects.toThrow(
      "'model.safetensors' is a folder and not a file",
    );
  });

  it('keeps hostile names from forging lines in a sentence', async () => {
    const name = `a\n\u001b[31m${'x'.repeat(500)}`;
    const { message } = await rejection(read(rawSafetensors({ [name]: 7 }, Buffer.alloc(0))));
    expect(message).not.toContain('\n');
    expect(message).not.toContain('\u001b');
    expect(message.length).toBeLessThan(250);
  });

  it('ends every random header in tensors inside the file or in an EngineError', async () => {
    const directory = await emptyFolder();
    const path = join(directory, 'fuzz.safetensors');
    const number = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double(), fc.constantFrom(-1, 2 ** 53, 1e300));
    const entry = fc.oneof(
      fc.json().map((text): unknown => JSON.parse(text)),
      fc.record({
        dtype: fc.constantFrom('F32', 'I8', 'F4', 'X', '__proto__'),
        shape: fc.array(number, { maxLength: 3 }),
        data_offsets: fc.array(number, { minLength: 1, maxLength: 3 }),
      }),
    );
    const name = fc.oneof(fc.string(), fc.constantFrom('__metadata__', '__proto__', 'constructor', 'a'));
    const file = fc.record({
      header: fc.oneof(fc.dictionary(name, entry, { maxKeys: 4 }), fc.string()),
      data: fc.uint8Array({ maxLength: 24 }),
      lie: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { nil: undefined, freq: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(file, async ({ header, data, lie }) => {
        const bytes = rawSafetensors(header, data, lie);
        await writeFile(path, bytes);
        try {
          const { tensors } = await readSafetensorsHeader(path);
          for (const { offset, bytes: length } of tensors.values()) {
            expect(offset).toBeGreaterThanOrEqual(8);
            expect(offset + length).toBeLessThanOrEqual(bytes.length);
          }
        } catch (cause) {
          expect(cause).toBeInstanceOf(EngineError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('refuses every truncation, and ends every changed byte in a result or an EngineError', async () => {
    const directory = await emptyFolder();
    const path = join(directory, 'fuzz.safetensors');
    const whole = rawSafetensors(
      { a: four, bc: { dtype: 'F16', shape: [2], data_offsets: [16, 20] } },
      Buffer.alloc(20),
    );
    const damage = fc.record({
      length: fc.integer({ min: 0, max: whole.length }),
      at: fc.integer({ min: 0, max: whole.length - 1 }),
      to: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ length, at, to }) => {
        const bytes = Buffer.from(whole);
        bytes[at] = to;
        await writeFile(path, bytes.subarray(0, length));
        const result = await readSafetensorsHeader(path).catch((cause: unknown) => cause);
        if (length < whole.length) expect(result).toBeInstanceOf(EngineError);
        else if (!(result instanceof EngineError)) expect(result).toHaveProperty('tensors');
      }),
      { numRuns: 300 },
    );
  });
});
