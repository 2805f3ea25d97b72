/** Ten kills at random moments in the real window, as `npm run recovery` does a hundred: two to three minutes. */
import { expect, it } from 'vitest';
import { recoverOften } from '../../tools/recovery/recover.ts';
import { describeWindow } from '../e2e/support/launch.ts';

describeWindow('processes that are killed', () => {
  it(
    'ten times at random moments cost nothing, and the window says why each time',
    { timeout: 900_000 },
    async () => {
      const kills = await recoverOften({ kills: 10, seed: Math.floor(Math.random() * 1e9), everyApp: 5 });
      expect(
        kills.flatMap(({ number, moment, whole, faults }) =>
          faults.map((fault) => `${number} ${whole} ${moment}: ${fault}`),
        ),
      ).toEqual([]);
      expect(kills.filter(({ whole }) => whole === 'engine')).toHaveLength(8);
      expect(kills.some(({ kept }) => kept.counts > 0 || kept.answers > 0 || kept.jobs > 0)).toBe(true);
    },
  );
});
