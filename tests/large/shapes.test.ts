import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { writeRandomCheckpoint } from '../../tools/bench/random-checkpoint.ts';
import { llava, onevision, paligemma, smallLlava } from '../../tools/bench/shapes.ts';

const photo = path.join(import.meta.dirname, '../../assets/photos/coffee.jpg');
const measuring = path.join(import.meta.dirname, 'measure-peak.ts');

const measured = z.object({
  needed: z.number(),
  peak: z.number(),
  asked: z.array(
    z.object({
      visualTokens: z.number(),
      fullVisualTokens: z.number(),
      encodeMs: z.number(),
      prefillMs: z.number(),
    }),
  ),
});

/** @param moves of the budget, of which a small encoder keeps what it has between its layers */
async function measure(directory: string, tokens: number, moves = 0): Promise<z.infer<typeof measured>> {
  const argv = ['--import', 'tsx', measuring, directory, photo, String(tokens), 'fp32', String(moves)];
  const { stdout } = await promisify(execFile)(process.execPath, argv);
  return measured.parse(JSON.parse(stdout));
}

/** A model of little size is where the program itself weighs most: less than is used must never be said. */
const never = { less: 1, more: 1.2 } as const;

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

describe('what small models are said to need', () => {
  it('is what the embedded one uses, or up to a fifth more', async () => {
    const { needed, peak } = await measure(path.join(import.meta.dirname, '../../assets/pocket'), 38, 60);
    console.log(`embedded: ${megabytes(needed)} said, ${megabytes(peak)} used`);
    expect(needed / peak).toBeGreaterThanOrEqual(never.less);
    expect(needed / peak).toBeLessThan(never.more);
  });

  it('is what half a gigabyte of LLaVA uses, or up to a fifth more', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'dymu-large-'));
    try {
      await writeRandomCheckpoint(folder, smallLlava);
      const { needed, peak } = await measure(folder, 29, 60);
      console.log(`LLaVA of 0.5 GB: ${megabytes(needed)} said, ${megabytes(peak)} used`);
      expect(needed / peak).toBeGreaterThanOrEqual(never.less);
      expect(needed / peak).toBeLessThan(never.more);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe.each([
  ['llava-1.5-7b, text cut to 2 layers', llava, 576],
  ['llava-onevision-0.5b', onevision, 729],
  ['paligemma with 4096 patches', paligemma, 4096],
] as const)('%s in its full shapes', (name, shape, patches) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-large-'));
    console.log(`${name}: ${megabytes(await writeRandomCheckpoint(folder, shape))} of weights`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('answers with all tokens and with 15 %, in the memory that was said, give or take 15 %', async () => {
    const { needed, peak, asked } = await measure(folder, Math.round(0.15 * patches));
    for (const { visualTokens, fullVisualTokens, encodeMs, prefillMs } of asked) {
      expect(visualTokens).toBeLessThanOrEqual(fullVisualTokens);
      console.log(
        `${name}: ${visualTokens} of ${fullVisualTokens} visual tokens, encode ${encodeMs.toFixed(0)} ms, prefill ${prefillMs.toFixed(0)} ms`,
      );
    }
    console.log(`${name}: ${megabytes(needed)} said, ${megabytes(peak)} used`);
    expect(asked).toHaveLength(2);
    expect(needed / peak).toBeGreaterThan(0.85);
    expect(needed / peak).toBeLessThan(1.15);
  });
});
