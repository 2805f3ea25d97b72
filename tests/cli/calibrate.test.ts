import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { skippedInWords } from '../../src-engine/cli/calibrate.ts';
import { calibrateDocument } from '../../src-engine/cli/documents.ts';
import { cli, inScratch, recorder } from './harness.ts';

describe('dymu calibrate', () => {
  it('hands the images of a folder on, reports stages and prints the curve', async () => {
    const record = recorder();
    await inScratch(async (folder) => {
      await writeFile(join(folder, 'a.png'), 'x');
      const out = join(folder, 'c.json');
      const result = await cli(
        ['calibrate', '--images', folder, '--out', out, '--points', '3', '--resume'],
        record,
      );
      expect(result.status).toBe(0);
      expect(record.calibrations).toEqual([
        { images: [join(folder, 'a.png')], out, points: 3, resume: true },
      ]);
      expect(result.err).toBe(
        `Finding thresholds, point 1 of 3 (0 %)\nFinding thresholds, point 2 of 3 (33 %)\nFinding thresholds, point 3 of 3 (67 %)\n4 images are few to calibrate with.\nCalibration on 1 image written to ${out}.\n`,
      );
      expect(result.out).toBe(
        'target  mean   std\n  16.0  16.0   4.0\n  40.0  40.0  10.0\n  64.0  64.0  16.0\n',
      );
    });
  });

  it('prints one document with the fields of the contract', async () => {
    await inScratch(async (folder) => {
      await writeFile(join(folder, 'list.txt'), 'a.png\nb.png\n');
      const out = join(folder, 'c.json');
      const result = await cli([
        'calibrate',
        '--images',
        join(folder, 'list.txt'),
        '--out',
        out,
        '--points',
        '2',
        '--json',
      ]);
      expect(JSON.parse(result.out)).toEqual({
        out,
        images: 2,
        skipped: [],
        points: [
          { target: 16, tokens: { mean: 16, std: 4 } },
          { target: 40, tokens: { mean: 40, std: 10 } },
        ],
        imageBackend: 'torchvision',
        imageRoute: 'path',
        notes: ['4 images are few to calibrate with.'],
      });
    });
  });

  it('names what could not be read, on standard error and in the document', () => {
    const skipped = Array.from({ length: 12 }, (_, i) => ({
      path: `/p/${i}.png`,
      reason: `'${i}.png' is damaged; leave it out.`,
    }));
    const read = { imageBackend: 'pil', imageRoute: 'object' } as const;
    const result = { out: '/c.json', images: 30, skipped, points: [], ...read, notes: [] };
    expect(skippedInWords({ ...result, skipped: [] })).toEqual([]);
    expect(skippedInWords({ ...result, skipped: skipped.slice(0, 1) })).toEqual([
      '1 of 31 images could not be read and were left out:',
      "  '0.png' is damaged; leave it out.",
    ]);
    const many = skippedInWords(result);
    expect([many[0], many.length, many.at(-1)]).toEqual([
      '12 of 42 images could not be read and were left out:',
      12,
      '  and 2 more.',
    ]);
    expect(calibrateDocument(result)).toEqual(result);
  });
});
