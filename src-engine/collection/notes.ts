/** What somebody who reads a collection's numbers must know, in sentences. */
import type { CollectionNote } from '../engine.ts';
import { likenessOf } from '../counts/likeness.ts';
import type { Ruler } from './ruler.ts';

/** From fewer images averages of others are guessed rather than known. */
const few = 100;

/**
 * @param ruler of the loaded model
 * @param perView tokens or rows per view of every image, a list for each point, NaN where not counted
 */
export function collectionNotes(
  images: number,
  { method, points }: Pick<Ruler, 'method' | 'points'>,
  perView: readonly ArrayLike<number>[],
): CollectionNote[] {
  const notes: CollectionNote[] = [];
  if (points.length === 0) {
    const what = method === 'rows' ? 'no calibration of its rows' : 'no calibration';
    const text = `The loaded model has ${what}: budgets mean nothing to it yet, and there is no curve.`;
    return [{ kind: 'calibration', text }];
  }
  if (images > 0 && images < few) {
    const count = images === 1 ? 'One image is' : `${images} images are`;
    notes.push({
      kind: 'few',
      text: `${count} few: the averages of other pictures of this kind may lie far off.`,
    });
  }
  // The middle of the curve: at its ends nearly all pictures are alike.
  const middle = Math.floor(points.length / 2);
  const point = points[middle];
  const counts = perView[middle];
  const likeness = point === undefined || counts === undefined ? undefined : likenessOf(counts, point);
  if (likeness !== undefined && !likeness.alike) {
    const { budget, mean, outside } = likeness;
    notes.push({
      kind: 'unlike',
      text:
        `These pictures are unlike those of the calibration: where those kept ${budget.toFixed(0)} ${method === 'rows' ? 'rows' : 'tokens'} per view on average, these keep ` +
        `${mean.toFixed(0)}, and ${Math.round(100 * outside)} % of them lie outside what nine tenths of those kept. Calibrate on pictures like these.`,
    });
  }
  return notes;
}
