/** What a calibration's number of images is worth, in one sentence. Pure. */
import { formatPercent, plural } from './units.ts';

/** Less than this is no difference that anybody would calibrate again for. */
const smallError = 0.05;
/** Resamples of fewer pictures tell too little to call them enough, however alike they are. */
const fewestEnough = 30;

export interface KnownMean {
  readonly mean: number;
  readonly meanError?: number;
}

/** Null where nobody has looked, as in calibrations of earlier versions. */
export function meanErrorSentence(images: number, points: readonly KnownMean[]): string | null {
  const shares = points.flatMap(({ mean, meanError }) => (meanError === undefined ? [] : [meanError / mean]));
  if (shares.length === 0) return null;
  const pictures = plural(images, 'picture');
  if (images < 2) return 'One picture is too few: the average of others may be any.';
  const worst = Math.max(...shares);
  if (worst < smallError && images >= fewestEnough)
    return `${pictures} are enough: the average may be off by ${formatPercent(worst)}.`;
  return `${pictures} are few: the average may be off by ${formatPercent(worst)}.`;
}
