import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReduction } from '../../src-engine/cli/merge-options.ts';
import { UsageError } from '../../src-engine/cli/usage-error.ts';
import { inScratch } from './harness.ts';

describe('readReduction', () => {
  it('takes the adaptive preset mid when nothing is said', async () => {
    await expect(readReduction({ merge: true })).resolves.toEqual({
      method: 'dymu',
      budget: { kind: 'preset', preset: 'mid' },
    });
  });

  it.each([
    [{ budget: '90' }, { method: 'dymu', budget: { kind: 'tokens', tokens: 90 } }],
    [{ budget: '90.5' }, { method: 'dymu', budget: { kind: 'tokens', tokens: 90.5 } }],
    [{ budget: '35%' }, { method: 'dymu', budget: { kind: 'share', share: 0.35 } }],
    [{ budget: '100%' }, { method: 'dymu', budget: { kind: 'share', share: 1 } }],
    [{ preset: 'high' }, { method: 'dymu', budget: { kind: 'preset', preset: 'high' } }],
    [{ fixed: '504' }, { method: 'tome', budget: { kind: 'rows', rows: 504, schedule: 'constant' } }],
    [
      { fixed: '0', schedule: 'linear' },
      { method: 'tome', budget: { kind: 'rows', rows: 0, schedule: 'linear' } },
    ],
    [
      { fixed: '12', schedule: 'reverse-linear' },
      { method: 'tome', budget: { kind: 'rows', rows: 12, schedule: 'reverse-linear' } },
    ],
    [{ tokens: '94' }, { method: 'tome', budget: { kind: 'tokens', tokens: 94 } }],
    [
      { method: 'pool', tokens: '64' },
      { method: 'pool', budget: { kind: 'tokens', tokens: 64 } },
    ],
    [
      { method: 'visionzip', budget: '25%' },
      { method: 'visionzip', budget: { kind: 'share', share: 0.25 } },
    ],
    [
      { method: 'tome', budget: '90' },
      { method: 'tome', budget: { kind: 'tokens', tokens: 90 } },
    ],
    [{ rowThreshold: '0.9' }, { method: 'rows', budget: { kind: 'threshold', threshold: 0.9 } }],
    [
      { method: 'rows', budget: '20' },
      { method: 'rows', budget: { kind: 'tokens', tokens: 20 } },
    ],
    [{ method: 'rows' }, { method: 'rows', budget: { kind: 'preset', preset: 'mid' } }],
    [
      { method: 'dart', tokens: '20' },
      { method: 'dart', budget: { kind: 'tokens', tokens: 20 } },
    ],
    [{ method: 'dymu' }, { method: 'dymu', budget: { kind: 'preset', preset: 'mid' } }],
    [{ merge: false }, { method: 'none' }],
  ])('reads %j', async (flags, reduction) => {
    await expect(readReduction(flags)).resolves.toEqual(reduction);
  });

  it('adds the regions of a file to the adaptive method, and to no other', async () => {
    await inScratch(async (folder) => {
      const regions = join(folder, 'regions.json');
      const shape = { kind: 'box', x: 1, y: 2, width: 3, height: 4 };
      await writeFile(regions, JSON.stringify({ version: 1, regions: [{ name: 'a', shape, budget: 9 }] }));
      await expect(readReduction({ budget: '90', regions })).resolves.toEqual({
        method: 'dymu',
        budget: { kind: 'tokens', tokens: 90 },
        regions: [{ name: 'a', shape, budget: { kind: 'tokens', tokens: 9 } }],
      });
      const refused = '--regions steers the thresholds of the adaptive method; ';
      await expect(readReduction({ tokens: '90', regions })).rejects.toThrow(
        `${refused}--method tome has none.`,
      );
      await expect(readReduction({ merge: false, regions })).rejects.toThrow(
        `${refused}--no-merge has none.`,
      );
    });
  });

  it('reads a file of thresholds', async () => {
    await inScratch(async (folder) => {
      const file = join(folder, 't.json');
      await writeFile(file, '{"thresholds":[0.9,1,0.85]}');
      await expect(readReduction({ thresholds: file })).resolves.toEqual({
        method: 'dymu',
        budget: { kind: 'thresholds', thresholds: [0.9, 1, 0.85] },
      });
    });
  });

  it.each([
    [{ budget: '90', tokens: '90' }, '--budget and --tokens exclude each other; give one of them.'],
    [{ merge: false, preset: 'low' }, '--preset and --no-merge exclude each other; give one of them.'],
    [
      { fixed: '9', thresholds: 't.json', tokens: '3' },
      '--thresholds and --fixed and --tokens exclude each other; give one of them.',
    ],
    [{ schedule: 'linear' }, '--schedule belongs to --fixed R; give both or neither.'],
    [{ fixed: '9', schedule: 'square' }, '--schedule takes constant, linear or reverse-linear.'],
    [{ fixed: '-1' }, '--fixed takes a whole number from 0 to 1000000, and "-1" is not one.'],
    [{ tokens: '0' }, '--tokens takes a whole number from 1 to 1000000, and "0" is not one.'],
    [{ tokens: '3.5' }, '--tokens takes a whole number from 1 to 1000000, and "3.5" is not one.'],
    [{ preset: 'tiny' }, '--preset takes low, mid or high.'],
    [{ budget: 'low' }, '"low" is a preset and no number; give it with --preset low.'],
    [
      { method: 'magic' },
      '--method takes dymu, rows, tome, pool, visionzip, dart; "magic" is not one of them.',
    ],
    [
      { rowThreshold: '1.5' },
      '--row-threshold takes a cosine from 0 to 1, such as 0.9, and "1.5" is not one.',
    ],
    [
      { method: 'rows', budget: 'few' },
      '--method rows takes an average number of rows (20), a share (35%) or a preset (low, mid, high), and "few" is none of them.',
    ],
    [
      { method: 'dymu', rowThreshold: '0.9' },
      '--method dymu takes --budget or --preset or --thresholds, not --row-threshold.',
    ],
    [{ method: 'pool' }, '--method pool needs a number of tokens; add --tokens N.'],
    [
      { method: 'dymu', tokens: '9' },
      '--method dymu takes --budget or --preset or --thresholds, not --tokens.',
    ],
    [{ method: 'pool', fixed: '9' }, '--method pool takes --tokens or --budget, not --fixed.'],
    [{ method: 'visionzip', merge: false }, '--method visionzip takes --tokens or --budget, not --no-merge.'],
    [
      { method: 'tome', budget: '101%' },
      '--budget takes a share above 0 % and up to 100 %, and "101%" is not one.',
    ],
  ])('BAD CALL - refuses %j', async (flags, message) => {
    await expect(readReduction(flags)).rejects.toThrow(new UsageError(message));
  });

  it.each(['0', '0.35', '-5', '0%', '101%', '%', 'abc', '', '1e3', ' 90', 'Infinity', '9999999'])(
    'BAD CALL - refuses the budget %j',
    async (budget) => {
      await expect(readReduction({ budget })).rejects.toThrow(
        new UsageError(
          `--budget takes a number of tokens from 1 on (90) or a share above 0 % (35%), and "${budget}" is neither.`,
        ),
      );
    },
  );
});
