/** The tasks of a calibration: whatever hangs on a few images only, and so can be done on any machine. Pure. */
import type { TaskOf } from '../engine-sharing.ts';
import { scheduleRows } from '../merging/schedules.ts';
import { evenParts, shuffledBatches } from './image-set.ts';
import type { CalibrationTarget } from './targets.ts';

/** Images of one measuring task: minutes of work for a large encoder, and small beside a batch's. */
const measuredTogether = 32;

/** Point by point, batch by batch: [points * batches]. A batch knows nothing of the others, and a point nothing of other points. */
export function findTasks(
  targets: readonly CalibrationTarget[],
  paths: readonly string[],
  batch: number,
  layers: number,
): TaskOf<'find'>[] {
  const batches = shuffledBatches(paths.length, batch).map((numbers) => numbers.map((n) => paths[n] ?? ''));
  return targets.flatMap(({ total }) => {
    const removals = scheduleRows('constant', total, layers);
    return batches.map((images) => ({ kind: 'find', images, removals }) as const);
  });
}

/** In the order of the images. */
export function rowsTasks(paths: readonly string[]): TaskOf<'rows'>[] {
  return evenParts(paths, measuredTogether).map((images) => ({ kind: 'rows', images }));
}

/** Point by point, in the order of the images. */
export function measureTasks(
  curves: readonly (readonly number[])[],
  paths: readonly string[],
): TaskOf<'measure'>[] {
  const parts = evenParts(paths, measuredTogether);
  return curves.flatMap((thresholds) =>
    parts.map((images) => ({ kind: 'measure', images, thresholds }) as const),
  );
}
