import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundledCalibrations } from '../../src-engine/bundled/assets.ts';
import { readCalibration } from '../../src-engine/calibration/calibration-file.ts';
import { findPublished, parsePublished } from '../../src-engine/calibration/published-thresholds.ts';
import { readThresholds } from '../../src-engine/cli/thresholds-file.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { llava } from '../../src-engine/families/llava.ts';
import { methods } from '../../src-engine/reduction/methods.ts';

const file = path.join(bundledCalibrations(), 'clip-vit-large-patch14-336-published.json');
const text = await readFile(file, 'utf8');

/** CLIP ViT-L/14-336, which a llava config without a `vision_config` means. */
const { vision } = llava.architecture({ file: 'config.json', value: { model_type: 'llava' } });

/** Section 2 of the authors' list, as their code carries it: multiples of 1/256 and their like. */
const published = [
  0.99609375, 0.97265625, 0.94140625, 0.91015625, 0.87890625, 0.87890625, 0.87890625, 0.84765625, 0.84765625,
  0.87890625, 0.84765625, 0.84765625, 0.87890625, 0.87890625, 0.91015625, 0.91015625, 0.91015625, 0.91015625,
  0.94140625, 0.87890625, 0.87890625, 0.97265625, 0.99609375, 0.81640625,
];

async function folder(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'dymu-published-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

function changed(change: Record<string, unknown>): string {
  const value: unknown = JSON.parse(text);
  return JSON.stringify({ ...(typeof value === 'object' ? value : {}), ...change });
}

describe('the published thresholds of CLIP ViT-L/14-336', () => {
  it('are the 24 numbers of the authors’ list, and say that no token counts were measured', () => {
    const parsed = parsePublished(text, 'x.json');
    expect(parsed.thresholds).toEqual(published);
    expect(parsed.measured).toBeNull();
    expect(parsed.removal).toEqual({ tokens: 504, patches: 576, layers: 24 });
    expect(parsed.provenance.paper).toContain('arXiv 2504.17040');
  });

  it('are offered to every encoder of that shape, and to no other', async () => {
    const directories = [bundledCalibrations()];
    expect(await findPublished(vision, directories)).toEqual({
      name: 'CLIP ViT-L/14-336, thresholds published with DyMU',
      source: expect.stringContaining('DyMU') as string,
      file,
      thresholds: published,
    });
    for (const other of [
      { layers: 23 },
      { width: 1152 },
      { heads: 12 },
      { mlpWidth: 4304 },
      { imageSize: 224 },
      { patchSize: 16 },
      { classToken: false },
    ])
      expect(await findPublished({ ...vision, ...other }, directories)).toBeUndefined();
  });

  it('work as --thresholds: one for each layer of the checkpoint, of which the executed ones act', async () => {
    const thresholds = await readThresholds(file);
    const request = { method: 'dymu', budget: { kind: 'thresholds', thresholds } } as const;
    expect(methods.dymu.plan(request, { ...vision, curve: undefined })).toEqual({
      kind: 'merge',
      rule: { by: 'threshold', thresholds: published.slice(0, 23) },
      budget: null,
    });
  });

  it('are refused as a calibration, with the way to use them', async () => {
    await expect(readCalibration(file)).rejects.toThrow(
      'holds published thresholds, which come without token counts, so that no budget can be asked of it; give it as thresholds, or calibrate this model.',
    );
  });
});

describe('findPublished', () => {
  it('passes over calibrations, damaged files, and folders that are not there', async () => {
    const directory = await folder();
    await writeFile(path.join(directory, 'a.json'), '{');
    await writeFile(path.join(directory, 'b.json'), '{"format":"dymu-calibration"}');
    await copyFile(file, path.join(directory, 'c.json'));
    const found = await findPublished(vision, [path.join(directory, 'nowhere'), directory]);
    expect(found?.file).toBe(path.join(directory, 'c.json'));
    await rm(path.join(directory, 'c.json'));
    expect(await findPublished(vision, [directory])).toBeUndefined();
  });
});

describe('parsePublished', () => {
  it.each([
    [
      changed({ thresholds: [0.5] }),
      "'x.json' contradicts itself (1 thresholds for an encoder of 24 layers)",
    ],
    [changed({ thresholds: published.map(() => 1.5) }), 'x.json: thresholds.0 is 1.5, but must be at most 1'],
    [changed({ measured: { mean: 89 } }), 'x.json: measured is an object, but must be null'],
    [changed({ version: 2 }), 'x.json: version is 2, but must be 1'],
    [changed({ extra: 1 }), 'x.json: extra is not a field that is known'],
    ['[]', 'x.json is [], but must be an object'],
    ['{', "'x.json' is not valid JSON"],
  ])('refuses %#', (document, fact) => {
    expect(() => parsePublished(document, 'x.json')).toThrow(fact);
  });

  it('ends every document in a list or an EngineError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (document) => {
        try {
          expect(parsePublished(document, 'x.json').thresholds.length).toBeGreaterThan(0);
        } catch (cause) {
          expect(cause).toBeInstanceOf(EngineError);
        }
      }),
    );
  });
});
