/** Counts the rows that thresholds leave of a calibration's images, for models that join squares of patches. */
import type { CalibratedRows } from '../calibration/calibration-file.ts';
import { rowCounts, rowPoints } from '../calibration/row-curve.ts';
import { rowsFingerprint } from '../checkpoint/fingerprint.ts';
import { cellCount, cellsIn } from '../connectors/cells.ts';
import type { Progress } from '../engine.ts';
import type { PreparedView } from '../vision/prepare.ts';
import type { LoadedEncoder } from './loaded-model.ts';
import type { Pace } from './pace.ts';

export interface MeasureRows {
  readonly paths: readonly string[];
  /** An image's first view. */
  readonly prepare: (path: string) => Promise<Pick<PreparedView, 'pixels' | 'grid'>>;
  readonly pace: Pace;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Undefined where every token is a row by itself: its encoder's thresholds are those of its rows, too. Where pictures keep their shape, counts are
 * shares of a picture's own cells, on the scale of the encoder's own grid.
 */
export async function measureRows(
  { checkpoint, tower }: LoadedEncoder,
  { paths, prepare, pace, onProgress }: MeasureRows,
): Promise<CalibratedRows | undefined> {
  const fingerprint = rowsFingerprint(checkpoint);
  if (fingerprint === undefined) return undefined;
  const cells = cellCount(cellsIn(checkpoint.spec));
  const run = await tower.open({ kind: 'plain' });
  const counts: number[][] = [];
  for (const path of paths) {
    await pace.next();
    onProgress?.({ stage: 'Measuring rows', done: counts.length, total: paths.length });
    const { pixels, grid } = await prepare(path);
    const { projected, rows } = await tower.connect(await run.encode(pixels, { grid }));
    const own = rowCounts(await tower.likeness(projected));
    counts.push(grid === undefined ? own : own.map((count) => (count * cells) / rows));
  }
  const points = rowPoints(counts).map((point) => ({ ...point, quantiles: [...point.quantiles] }));
  return { fingerprint, cells, points };
}
