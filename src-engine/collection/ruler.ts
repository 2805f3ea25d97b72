/** What a collection is counted by: points of the calibration, either of the encoder's tokens or of the rows behind it, and all that a picture has of them. */
import { cellCount, cellsIn } from '../connectors/cells.ts';
import type { CalibrationPoint, CountedMethod } from '../engine.ts';
import type { EncoderSpec } from '../families/spec.ts';
import type { LoadedEncoder } from '../inference/loaded-model.ts';
import type { Size } from '../vision/view-plan.ts';
import { wholeCellsSize } from '../vision/whole-cells.ts';

export interface Ruler {
  readonly method: CountedMethod;
  /** By ascending mean; empty where the calibration has none. */
  readonly points: readonly CalibrationPoint[];
  /** Of a view of the encoder's own shape, where nothing is reduced: the scale of the points. */
  readonly most: number;
}

type Ruled = Pick<LoadedEncoder, 'checkpoint' | 'calibration'>;

/** A calibration counts rows at up to 68 cosines: a column each would be more than anybody looks at. */
const rowPointsShown = 10;

/** @param asked whatever the model allows counts: rows where nothing merges in its encoder, tokens where every token is a row by itself */
export function rulerOf({ checkpoint: { spec }, calibration }: Ruled, asked: CountedMethod = 'dymu'): Ruler {
  const cells = cellsIn(spec);
  const joins = cells.square > 1;
  const byRows = joins && (asked === 'rows' || spec.vision.freeGrid !== undefined);
  const info = calibration?.info;
  return byRows
    ? { method: 'rows', points: evenlySpread(info?.rows?.points ?? []), most: cellCount(cells) }
    : { method: 'dymu', points: info?.points ?? [], most: spec.vision.patches };
}

/** Those whose means lie nearest to equal steps from the first to the last. */
function evenlySpread(all: readonly CalibrationPoint[]): readonly CalibrationPoint[] {
  const points = all.filter(({ mean }) => mean >= 1); // nobody can ask for less
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length <= rowPointsShown) return points;
  const chosen = new Set<CalibrationPoint>();
  for (let step = 0; step < rowPointsShown; step += 1) {
    const wanted = first.mean + ((last.mean - first.mean) * step) / (rowPointsShown - 1);
    chosen.add(
      points.reduce((best, point) =>
        Math.abs(point.mean - wanted) < Math.abs(best.mean - wanted) ? point : best,
      ),
    );
  }
  return points.filter((point) => chosen.has(point));
}

/** All tokens or rows of a picture. @param size as it is shown [px] */
export function allOf(
  { most }: Ruler,
  { preprocess: { wholeCells } }: Pick<EncoderSpec, 'preprocess'>,
  views: number,
  size: Size,
): number {
  if (wholeCells === undefined) return views * most;
  const { width, height } = wholeCellsSize(size, wholeCells);
  return (width * height) / wholeCells.side ** 2;
}
