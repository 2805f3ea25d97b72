/** Counts the rows that thresholds leave of a calibration's images, for models that join squares of patches. */
import type { CalibratedRows } from '../calibration/calibration-file.ts';
import { rowCounts, rowPoints } from '../calibration/row-curve.ts';
import { rowsTasks } from '../calibration/tasks.ts';
import { rowsFingerprint } from '../checkpoint/fingerprint.ts';
import { cellCount, cellsIn } from '../connectors/cells.ts';
import type { Progress } from '../engine.ts';
import type { Sharing, TaskOf, TaskResults } from '../engine-sharing.ts';
import type { PreparedView } from '../vision/prepare.ts';
import type { LoadedEncoder } from './loaded-model.ts';
import type { Pace } from './pace.ts';

export interface CountRows {
  /** An image's first view. */
  readonly prepare: (path: string) => Promise<Pick<PreparedView, 'pixels' | 'grid'>>;
  readonly pace: Pace;
  /** How many images are done. */
  readonly onDone?: ((images: number) => void) | undefined;
}

export interface MeasureRows extends Pick<CountRows, 'prepare' | 'pace'> {
  readonly paths: readonly string[];
  readonly sharing: Sharing;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Where pictures keep their shape, counts are shares of a picture's own cells, on the scale of the encoder's own grid. */
export async function countRows(
  { checkpoint, tower }: LoadedEncoder,
  { images }: TaskOf<'rows'>,
  { prepare, pace, onDone }: CountRows,
): Promise<TaskResults['rows']> {
  const cells = cellCount(cellsIn(checkpoint.spec));
  const run = await tower.open({ kind: 'plain' });
  const counts: number[][] = [];
  for (const path of images) {
    await pace.next();
    onDone?.(counts.length);
    const { pixels, grid } = await prepare(path);
    const { projected, rows } = await tower.connect(await run.encode(pixels, { grid }));
    const own = rowCounts(await tower.likeness(projected));
    counts.push(grid === undefined ? own : own.map((count) => (count * cells) / rows));
  }
  return counts;
}

/** Undefined where every token is a row by itself: its encoder's thresholds are those of its rows, too. */
export async function measureRows(
  model: LoadedEncoder,
  { paths, sharing, onProgress, ...parts }: MeasureRows,
): Promise<CalibratedRows | undefined> {
  const fingerprint = rowsFingerprint(model.checkpoint);
  if (fingerprint === undefined) return undefined;
  const counts: (readonly number[])[] = [];
  const perform = (task: TaskOf<'rows'>) => {
    const before = paths.indexOf(task.images[0] ?? '');
    const onDone = (images: number) =>
      onProgress?.({ stage: 'Measuring rows', done: before + images, total: paths.length });
    return countRows(model, task, { ...parts, onDone });
  };
  for await (const ofTask of sharing.results('rows', rowsTasks(paths), perform)) counts.push(...ofTask);
  const points = rowPoints(counts).map((point) => ({ ...point, quantiles: [...point.quantiles] }));
  return { fingerprint, cells: cellCount(cellsIn(model.checkpoint.spec)), points };
}
