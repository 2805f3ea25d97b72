/** Counts images that a calibration was not made with at its points: whether its averages hold on other pictures of the kind. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CheckedImages } from '../calibration/checked-images.ts';
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
  /** What an earlier run has counted, and where this one is kept. */
  readonly checked: Pick<CheckedImages, 'get' | 'put'> & { readonly onKept: (() => void) | undefined };
}

/** A file that is another one, or was changed, is counted anew. Undefined where it is not there, which reading it says better. */
async function identityOf(file: string): Promise<string | undefined> {
  const info = await stat(file).catch(() => undefined);
  return info && `${resolve(file)}\n${info.size}\n${info.mtimeMs}`;
}

/** An image after the other, each at all points, so that a picture is read once. One that cannot be read is left out and named. */
export async function checkHeldBack(
  files: readonly string[],
  points: readonly Point[],
  { performer, pace, onProgress, checked }: Checking,
): Promise<HeldBackReport> {
  const counts: number[][] = points.map(() => []);
  const skipped: SkippedImage[] = [];
  for (const [done, file] of files.entries()) {
    await pace.next();
    onProgress?.({ stage: 'Checking on images held back', done, total: files.length });
    try {
      const identity = await identityOf(file);
      const known = identity === undefined ? undefined : checked.get(identity);
      const ofFile = known === undefined ? [] : [...known];
      for (const { thresholds } of points.slice(ofFile.length)) {
        const [count] = await performer.measure({ kind: 'measure', images: [file], thresholds });
        ofFile.push(count ?? Number.NaN);
      }
      if (known === undefined && identity !== undefined) {
        await checked.put(identity, ofFile);
        checked.onKept?.();
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
