import { describe, expect, it } from 'vitest';
import { bundledAssets } from '../../src-engine/bundled/assets.ts';
import {
  formatRecording,
  parseRecording,
  type Recording,
} from '../../src-engine/bundled/first-start-file.ts';
import { readFirstStart } from '../../src-engine/bundled/first-start.ts';
import { recordFirstStart, safeMargin } from '../../tools/first-start-recording.ts';

/** What does not depend on the computer, the day or its load. */
function lasting({ machine, answers: { full, merged }, ...rest }: Recording) {
  const { device, precision } = machine;
  return { ...rest, device, precision, words: [full, merged].map(({ text }) => text) };
}

describe('recordFirstStart', () => {
  it(
    'finds again what the recording that ships says: no word in it is anybody else’s',
    { timeout: 120_000 },
    async () => {
      const { recording: made, margin } = await recordFirstStart(bundledAssets(), 1);
      const { recording } = await readFirstStart(bundledAssets());
      const [here, there] = [parseRecording(formatRecording(made)), recording].map(lasting);
      expect(here!.words).toEqual(there!.words);
      // Nearer to a threshold the rounding of this processor decides.
      if (margin >= safeMargin) expect(here).toEqual(there);
      for (const { cost } of Object.values(made.answers)) {
        expect(cost.firstTokenMs).toBeGreaterThanOrEqual(cost.encodeMs + cost.prefillMs - 0.02);
        expect(cost.decodeMs).toBeGreaterThan(0);
      }
    },
  );
});
