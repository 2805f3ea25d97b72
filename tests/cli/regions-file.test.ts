import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRegions } from '../../src-engine/cli/regions-file.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { inScratch } from './harness.ts';

const box = { kind: 'box', x: 0, y: 0, width: 80, height: 60 };
const file = (...regions: unknown[]) => JSON.stringify({ version: 1, regions });

async function read<T>(content: string, use: (path: string) => Promise<T>): Promise<T> {
  return inScratch(async (folder) => {
    const path = join(folder, 'regions.json');
    await writeFile(path, content);
    return use(path);
  });
}

describe('readRegions', () => {
  it('reads boxes, polygons and masks, budgets in tokens and in shares', async () => {
    const polygon = { kind: 'polygon', points: [[0, 0], [9, 0], [9, 9]] }; // prettier-ignore
    const mask = { kind: 'mask', width: 3, height: 2, runs: [1, 2, 3] };
    const text = file(
      { name: 'face', shape: box, budget: '100%' },
      { name: 'sign', shape: polygon, budget: 90 },
      { name: 'sky', shape: mask, budget: '7.5%' },
    );
    expect(await read(text, readRegions)).toEqual([
      { name: 'face', shape: box, budget: { kind: 'share', share: 1 } },
      { name: 'sign', shape: polygon, budget: { kind: 'tokens', tokens: 90 } },
      { name: 'sky', shape: mask, budget: { kind: 'share', share: 0.075 } },
    ]);
  });

  const budget = 'must be a number of tokens from 1 on, or a share above "0%" and up to "100%" such as "35%"';
  it.each([
    [file(), 'regions is [], but must have at least 1 entry'],
    ['{"version":2,"regions":[]}', 'version is 2, but must be 1'],
    [file({ name: 'a', shape: box, budget: '0%' }), `regions.0.budget is '0%', but ${budget}`],
    [file({ name: 'a', shape: box, budget: 0.35 }), `regions.0.budget is 0.35, but ${budget}`],
    [file({ name: 'a', shape: box, budget: '101%' }), `regions.0.budget is '101%', but ${budget}`],
    [file({ name: 'a', shape: box, budget: 'mid' }), `regions.0.budget is 'mid', but ${budget}`],
    [file({ name: 'a', shape: box }), `regions.0.budget is missing, but ${budget}`],
    [
      file({ name: 'a', shape: { ...box, width: 0 }, budget: 9 }),
      'regions.0.shape.width is 0, but must be more than 0',
    ],
    [
      file({ name: 'a', shape: { ...box, width: 1e12 }, budget: 9 }),
      'regions.0.shape.width is 1000000000000, but must be at most 100000',
    ],
    [file({ name: '', shape: box, budget: 9 }), "regions.0.name is '', but must have at least 1 character"],
    [
      file(...Array.from({ length: 65 }, () => ({ name: 'a', shape: box, budget: 9 }))),
      'but must have at most 64 entries',
    ],
  ])('BAD CALL - refuses what cannot be meant: %#', async (content, fact) => {
    const error: unknown = await read(content, readRegions).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EngineError);
    expect(String(error)).toContain(`regions.json: ${fact.startsWith('but') ? 'regions is' : fact}`);
    expect(String(error)).toContain(fact);
  });
});
