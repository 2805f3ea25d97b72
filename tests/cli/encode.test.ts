import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledModel } from '../../src-engine/bundled/assets.ts';
import { createFakeEngine, fakeModel } from '../support/fake-engine.ts';
import { cli, inScratch, oneSentence, recorder } from './harness.ts';

describe('dymu encode', () => {
  it('prints the tokens of every layer', async () => {
    const { status, out, err } = await cli(['encode', '--image', '/a.png', '--tokens', '40']);
    expect(status).toBe(0);
    expect(err).toBe('');
    const lines = out.split('\n');
    expect(lines[0]).toBe('layer  tokens  merged  threshold');
    expect(lines[6]).toMatch(/^ {4}6 {6}40 +\d+$/);
    expect(lines[7]).toBe('pocket: 40 of 256 tokens (16 %) on cpu, fp32');
  });

  it('prints the target beside the actual count of an adaptive budget', async () => {
    const { out } = await cli(['encode', '--image', '/a.png', '--budget', '90']);
    expect(out).toMatch(/pocket: target average 90, this image \d+ of 256 tokens/);
  });

  it('prints one document with the fields of the contract', async () => {
    const { out, err } = await cli(['encode', '--image', '/a.png', '--no-merge', '--json']);
    expect(err).toBe('');
    const document: unknown = JSON.parse(out);
    expect(document).toEqual({
      model: 'pocket',
      family: 'llava',
      views: [
        {
          grid: [16, 16],
          tokens: 256,
          countsPerLayer: new Array(6).fill(256),
          thresholds: new Array(6).fill(1),
        },
      ],
      tokens: 256,
      fullTokens: 256,
      timings: { imageDecodeMs: 1.5, prepareMs: 0.5, preprocessMs: 2, encodeMs: 18.36, projectMs: 0.512 },
      reduction: { method: 'none' },
      imageBackend: 'torchvision',
      imageRoute: 'path',
      tower: 'fp32',
      notes: [],
    });
  });

  it('hands the request on, with absolute paths', async () => {
    const record = recorder();
    await inScratch(async (folder) => {
      const file = join(folder, 'f.safetensors');
      await cli(
        [
          'encode',
          '--pixel-values',
          'p.safetensors',
          '--fixed',
          '60',
          '--schedule',
          'linear',
          '--save-features',
          file,
        ],
        record,
      );
      expect(record.encodes).toEqual([
        {
          image: { kind: 'pixel-values', path: join(process.cwd(), 'p.safetensors') },
          reduction: { method: 'tome', budget: { kind: 'rows', rows: 60, schedule: 'linear' } },
        },
      ]);
      expect(record.saved).toEqual([file]);
    });
    expect(record.loads).toEqual([{ directory: bundledModel() }]);
    expect(record.closes).toBe(1);
  });

  it('encodes a picture as it is among several, or as a frame', async () => {
    const record = recorder();
    await cli(['encode', '--image', '/a.png', '--tokens', '40', '--as', 'several'], record);
    expect(record.encodes[0]?.role).toBe('several');
    const { status, err } = await cli(['encode', '--image', '/a.png', '--as', 'clip']);
    expect(status).toBe(2);
    expect(oneSentence(err)).toContain('--as takes alone, several, frame; "clip" is none of them.');
  });

  it('writes the overlay as SVG and as PNG', async () => {
    await inScratch(async (folder) => {
      const svg = join(folder, 'o.svg');
      const { status, err } = await cli(['encode', '--image', '/a.png', '--tokens', '40', '--overlay', svg]);
      expect([status, err]).toEqual([0, `Overlay written to ${svg}.\n`]);
      expect(await readFile(svg, 'utf8')).toMatch(/^<\?xml|^<svg/);
      await cli(['encode', '--image', '/a.png', '--tokens', '40', '--overlay', join(folder, 'o.png')]);
      expect((await readFile(join(folder, 'o.png'))).subarray(1, 4).toString()).toBe('PNG');
    });
  });

  it('refuses a budget without a calibration, with the ways out', async () => {
    const engine = createFakeEngine();
    const bare = { ...engine, load: () => Promise.resolve({ ...fakeModel, calibration: null }) };
    const { status, out, err } = await cli(['encode', '--image', '/a.png'], { engine: bare });
    expect([status, out]).toEqual([1, '']);
    expect(oneSentence(err)).toMatch(
      /^No calibration of fake-vlm was found.*"dymu calibrate".*or --no-merge\.$/,
    );
  });

  it('closes the engine when a request fails', async () => {
    const record = recorder();
    const { status, err } = await cli(['encode', '--image', '/missing.png', '--tokens', '9'], record);
    expect(status).toBe(1);
    expect(oneSentence(err)).toBe('/missing.png is not there; check the path and open it again.');
    expect(record.closes).toBe(1);
  });
});
