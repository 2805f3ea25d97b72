/** In words, that a picture lies outside what a calibration has seen. */
import type { CalibrationInfo } from '../../src-engine/engine.ts';
import { plural } from '../../src-engine/report/units.ts';

/** `share` (0..1) of the calibration's pictures keep fewer (`above`) or more (`below`) tokens; 1 is all of them. */
export interface PlaceInSpread {
  readonly side: 'above' | 'below';
  readonly share: number;
}

/** @param unit what the calibration counts: tokens, or rows of joined squares */
export function spreadWords(
  { side, share }: PlaceInSpread,
  { images, source }: Pick<CalibrationInfo, 'images' | 'source'>,
  unit: 'tokens' | 'rows' = 'tokens',
): string {
  const verb = side === 'above' ? 'more' : 'fewer';
  const whose = `of the calibration’s ${plural(images, 'picture')}`;
  const among = share >= 1 ? `than any ${whose}` : `than ${percentWords(share)} ${whose}`;
  const made = source === '' ? '' : ` The calibration was made on ${source}.`;
  return `This picture keeps ${verb} ${unit} ${among}.${made}`;
}

function percentWords(share: number): string {
  return share >= 0.99 ? 'over 99 %' : `${Math.floor(share * 100)} %`;
}
