/** Counts images that a calibration was not made with at its points: whether its averages hold on other pictures of the kind. */
import type { Performer } from '../calibration/performer.ts';
import { summarise } from '../calibration/statistics.ts';
import type { CallOptions, HeldBackReport, SkippedImage } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { Pace } from './pace.ts';

interface Point {
  readonly thresholds: readonly number[];
  readonly mean: number;
}

interface Checking {
  readonly performer: Performer;
  readonly pace: Pace;
  readonly onProgress: CallOptions['onProgress'];
}

/** An image after the other, each at all points, so that a picture is read once. One that cannot be read is left out and named. */
export async function checkHeldBack(
  files: readonly string[],
  points: readonly Point[],
  { performer, pace, onProgress }: Checking,
): Promise<HeldBackReport> {
  const counts: number[][] = points.map(() => []);
  const skipped: SkippedImage[] = [];
  for (const [done, file] of files.entries()) {
    await pace.next();
    onProgress?.({ stage: 'Checking on images held back', done, total: files.length });
    try {
      const ofFile: number[] = [];
      for (const { thresholds } of points) {
        const [count] = await performer.measure({ kind: 'measure', images: [file], thresholds });
        ofFile.push(count ?? Number.NaN);
      }
      for (const [index, count] of ofFile.entries()) counts[index]?.push(count);
    } catch (cause) {
      if (!(cause instanceof EngineError) || cause.code !== 'bad-input') throw cause;
      skipped.push({ path: file, reason: cause.message });
    }
  }
  const images = files.length - skipped.length;
  if (images === 0) return { images, skipped, points: [] };
  return {
    images,
    skipped,
    points: points.map(({ mean: promised }, index) => {
      const { mean, std } = summarise(counts[index] ?? []);
      return { promised, mean, std };
    }),
  };
}
