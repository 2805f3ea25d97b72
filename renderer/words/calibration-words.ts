/** What a calibration found, in words: with how many images, and whether its averages hold on images that were held back. Pure. */
import type { CalibrateResult, HeldBackPoint } from '../../src-engine/engine.ts';
import { meanErrorSentence } from '../../src-engine/report/mean-error.ts';
import { formatPercent, plural } from '../../src-engine/report/units.ts';

/** Less than this is no difference that anybody would calibrate again for. */
const smallDifference = 0.05;

/** A mean is known within two of its standard errors. */
export function marginOf({ std }: HeldBackPoint, images: number): number {
  return (2 * std) / Math.sqrt(images);
}

export function isMet(point: HeldBackPoint, images: number): boolean {
  const off = Math.abs(point.mean - point.promised);
  return off <= marginOf(point, images) || off <= smallDifference * point.promised;
}

/** How it was made, whether it keeps its promise, and what else is to be known of it. */
export function calibrationSentences({
  images,
  skipped,
  points,
  heldBack,
  notes,
}: CalibrateResult): readonly string[] {
  const left = skipped.length === 0 ? '' : `; ${skippedWords(skipped)}`;
  const worth = meanErrorSentence(images, points);
  return [
    `Calibrated with ${plural(images, 'image')}${left}.`,
    ...(worth === null ? [] : [worth]),
    heldBackSentence(heldBack),
    ...notes,
  ];
}

/** So many are named. */
const mostNamed = 3;

function skippedWords(skipped: CalibrateResult['skipped']): string {
  const names = skipped.slice(0, mostNamed).map(({ path }) => path.split(/[\\/]/u).at(-1) ?? path);
  const more = skipped.length > mostNamed ? ` and ${skipped.length - mostNamed} more` : '';
  return `${plural(skipped.length, 'file')} could not be read (${names.join(', ')}${more})`;
}

function heldBackSentence(heldBack: CalibrateResult['heldBack']): string {
  if (heldBack === undefined) return 'With fewer than 20 images none was held back, so nothing checks it.';
  const { images, points } = heldBack;
  if (points.length === 0) return 'None of the images held back could be read, so nothing checks it.';
  const missed = points.filter((point) => !isMet(point, images));
  const held = `${plural(images, 'image')} held back`;
  if (missed.length === 0)
    return `On ${held} the averages are those promised, as exactly as so few images can tell.`;
  const worst = Math.max(...missed.map(({ mean, promised }) => Math.abs(mean - promised) / promised));
  return `On ${held} the averages are off at ${missed.length} of ${points.length} budgets, by ${formatPercent(worst)} at most: more images would make a better calibration.`;
}
