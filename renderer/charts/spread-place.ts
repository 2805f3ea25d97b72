/** Where one picture stands among the calibration's: inside their spread, or beyond what nearly all of them keep. Numbers only. */
import type { CalibrationInfo } from '../../src-engine/engine.ts';
import { quantileShares, quantilesAt } from './distribution.ts';
import { monotoneCurve } from './monotone.ts';

/** `share` of the calibration's pictures keep fewer (`above`) or more (`below`) tokens at this budget; 1 is all of them. */
export interface SpreadPlace {
  readonly side: 'above' | 'below';
  readonly share: number; // 0.95..1
}

/** From this share on a picture counts as outside. */
const outside = 0.95;

/** Null inside the spread. `tokens` of the picture per view, at the average `target`. */
export function spreadPlace(
  calibration: CalibrationInfo,
  target: number,
  tokens: number,
): SpreadPlace | null {
  const quantiles = quantilesAt(calibration, target);
  const [least, most] = [quantiles[0], quantiles.at(-1)];
  if (least === undefined || most === undefined) return null;
  if (tokens > most) return { side: 'above', share: 1 };
  if (tokens < least) return { side: 'below', share: 1 };
  const fewer = shareBelow(quantiles, tokens);
  if (fewer >= outside) return { side: 'above', share: fewer };
  return fewer <= 1 - outside ? { side: 'below', share: 1 - fewer } : null;
}

function shareBelow(quantiles: readonly number[], tokens: number): number {
  let last = -Infinity;
  const points = quantiles.flatMap((x, i) => {
    if (x <= last) return []; // equal quantiles: a step, of which the first end counts
    last = x;
    return [{ x, y: quantileShares[i] ?? 1 }];
  });
  return points.length < 2 ? 0.5 : monotoneCurve(points)(tokens);
}
