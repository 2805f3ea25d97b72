import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { openGolden } from '../support/golden.ts';
import { dymu, golden } from './golden-case.ts';
import { inScratch } from './harness.ts';

const reference = await openGolden('llava15-clip');
const total = reference.facts.tome!.R;
const model = ['--model', golden.model, '--device', 'cpu'];

describe('the command line on the golden case llava15-clip', () => {
  it.each([
    ['dtome', ['--thresholds', golden.thresholds]],
    ['tome.constant', ['--fixed', String(total)]],
    ['tome.linear', ['--fixed', String(total), '--schedule', 'linear']],
    ['tome.reverse_linear', ['--fixed', String(total), '--schedule', 'reverse-linear']],
  ])('encodes %s with the tokens of the reference', async (key, reduction) => {
    await inScratch(async (folder) => {
      const file = join(folder, 'f.safetensors');
      const { status, out, err } = await dymu([
        'encode',
        ...model,
        '--image',
        golden.image,
        ...reduction,
        '--save-features',
        file,
        '--json',
      ]);
      expect([status, err]).toEqual([0, `Features written to ${file}.\n`]);
      const counts = reference.tensor(`${key}.counts`);
      expect(JSON.parse(out)).toMatchObject({
        family: 'llava',
        tokens: counts.at(-1),
        fullTokens: 36,
        views: [{ grid: [6, 6], countsPerLayer: counts }],
      });
      const saved = await readSafetensors(file, { maxBytes: 1e7 });
      expect([...saved.keys()].sort()).toEqual(['features', 'owner', 'pixel_values', 'projected', 'size']);
      expect(Array.from(saved.get('owner')!.data)).toEqual(reference.tensor(`${key}.owner`));
      expect(readdirSync(folder)).toEqual(['f.safetensors']);
    });
  });

  it.each([
    ['unmerged', ['--no-merge']],
    ['dtome.vtu', ['--thresholds', golden.thresholds]],
    ['dtome.novtu', ['--thresholds', golden.thresholds, '--no-vtu']],
    ['dtome.vtu', ['--thresholds', golden.thresholds, '--layout', 'flat']],
  ])('answers %s with the tokens of the reference', async (key, reduction) => {
    await inScratch(async (folder) => {
      const file = join(folder, 'l.safetensors');
      const { status, out } = await dymu([
        'ask',
        ...model,
        '--image',
        golden.image,
        '--prompt',
        golden.question,
        ...reduction,
        '--max-new-tokens',
        '12',
        '--save-logits',
        file,
        '--json',
      ]);
      expect(status).toBe(0);
      const { tokens, promptTokens } = z
        .object({ tokens: z.array(z.number()), promptTokens: z.number() })
        .parse(JSON.parse(out));
      expect(tokens).toEqual(reference.tensor(`${key}.tokens`));
      expect(promptTokens).toBe(53);
      const logits = (await readSafetensors(file, { maxBytes: 1e7 })).get('logits');
      expect(logits?.shape).toEqual([406]);
    });
  });

  it('streams the same text that it reports', async () => {
    const argv = [
      'ask',
      ...model,
      '--image',
      golden.image,
      '--prompt',
      golden.question,
      '--no-merge',
      '--max-new-tokens',
      '12',
    ];
    const streamed = await dymu(argv);
    const reported = z.object({ text: z.string() }).parse(JSON.parse((await dymu([...argv, '--json'])).out));
    expect(streamed.out).toBe(`${reported.text}\n`);
  });

  it('compares, with an overlay beside the answers', async () => {
    await inScratch(async (folder) => {
      const overlay = join(folder, 'o.svg');
      const { status, out } = await dymu([
        'compare',
        ...model,
        '--image',
        golden.image,
        '--prompt',
        golden.question,
        '--thresholds',
        golden.thresholds,
        '--overlay',
        overlay,
        '--json',
      ]);
      expect(status).toBe(0);
      const side = z.object({ text: z.string(), visualTokens: z.number() });
      const part = z.object({ op: z.string(), text: z.string() });
      const ratios = z.object({ encode: z.number(), prefill: z.number(), firstToken: z.number() });
      const document = z
        .strictObject({
          merged: side,
          full: side,
          diff: z.array(part),
          speedup: ratios,
          verdict: z.strictObject({
            kind: z.literal('unclear'), // one run
            ratio: z.number(),
            spread: z.null(),
            runs: z.literal(1),
            reason: z.string(),
          }),
          notes: z.array(z.string()),
        })
        .parse(JSON.parse(out));
      expect([document.merged.visualTokens, document.full.visualTokens]).toEqual([18, 36]);
      const joined = (op: string) =>
        document.diff
          .filter((one) => one.op === 'equal' || one.op === op)
          .map((one) => one.text)
          .join('');
      expect([joined('insert'), joined('delete')]).toEqual([document.merged.text, document.full.text]);
      expect(await readFile(overlay, 'utf8')).toContain('18 of 36 tokens (50 %)');
    });
  });

  it('calibrates, and then reaches a budget', async () => {
    await inScratch(async (folder) => {
      const file = join(folder, 'c.json');
      const made = await dymu([
        'calibrate',
        ...model,
        '--images',
        golden.find,
        '--out',
        file,
        '--points',
        '4',
        '--json',
      ]);
      expect(made.status).toBe(0);
      const { points, images } = z
        .object({
          images: z.number(),
          points: z.array(
            z.object({ target: z.number(), tokens: z.object({ mean: z.number(), std: z.number() }) }),
          ),
        })
        .parse(JSON.parse(made.out));
      expect([images, points.length]).toEqual([24, 4]);
      const encode = (budget: string) =>
        dymu(['encode', ...model, '--image', golden.image, '--calibration', file, '--budget', budget]);
      expect((await encode('18')).out).toContain('target average 18, this image ');
      const tokens = async (budget: string) =>
        Number(/this image (\d+) of 36/.exec((await encode(budget)).out)?.[1]);
      const [few, many] = [await tokens('25%'), await tokens('80%')];
      expect(few).toBeGreaterThan(0);
      expect(few).toBeLessThan(many);
      expect(readdirSync(folder)).toEqual(['c.json']);
    });
  });

  it('inspects the folder and the devices', async () => {
    const inspected = await dymu(['inspect', golden.model, '--json']);
    expect(JSON.parse(inspected.out)).toMatchObject({ family: 'llava', supported: true, tokensPerView: 36 });
    const devices = await dymu(['devices', '--json']);
    expect(JSON.parse(devices.out)).toMatchObject({
      rungs: expect.arrayContaining([
        expect.objectContaining({ name: 'cpu', available: true, selfCheck: 'passed' }),
      ]) as unknown,
    });
  });
});
