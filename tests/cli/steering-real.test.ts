/** The embedded model, steered by region from the command line. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { dymu } from './golden-case.ts';
import { inScratch } from './harness.ts';

const image = resolve(import.meta.dirname, '../../assets/samples/scene01.webp'); // 896 x 896, 16 x 16 patches
const left = {
  name: 'left half',
  shape: { kind: 'box', x: 0, y: 0, width: 448, height: 896 },
  budget: '100%',
};
const base = ['--device', 'cpu', '--image', image, '--budget', '20%', '--json'];

const encoded = z.object({
  tokens: z.number(),
  views: z.array(
    z.object({ regions: z.array(z.object({ name: z.string(), patches: z.number(), tokens: z.number() })) }),
  ),
});
const compared = z.object({
  merged: z.object({ visualTokens: z.number() }),
  uniform: z.object({ visualTokens: z.number(), reduction: z.record(z.string(), z.unknown()) }),
});

it('keeps all of a region and merges the rest, and compares with as many tokens spread evenly', async () => {
  await inScratch(async (folder) => {
    const regions = join(folder, 'regions.json');
    await writeFile(regions, JSON.stringify({ version: 1, regions: [left] }));
    const { status, out } = await dymu(['encode', ...base, '--regions', regions]);
    expect(status).toBe(0);
    const encoding = encoded.parse(JSON.parse(out));
    expect(encoding.views[0]?.regions).toEqual([{ name: 'left half', patches: 128, tokens: 128 }]);
    expect(encoding.tokens).toBeGreaterThan(128);
    expect(encoding.tokens).toBeLessThan(160);

    const both = await dymu(['compare', ...base, '--regions', regions, '--prompt', 'What is it?']);
    expect(both.status).toBe(0);
    const { merged, uniform } = compared.parse(JSON.parse(both.out));
    expect(merged.visualTokens).toBe(encoding.tokens);
    expect(Math.abs(uniform.visualTokens - merged.visualTokens)).toBeLessThanOrEqual(1);
    expect(uniform.reduction).not.toHaveProperty('regions');
  });
});
