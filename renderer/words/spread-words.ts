/** In words, that a picture lies outside what a calibration has seen. */
import type { CalibrationInfo } from '../../src-engine/engine.ts';
import { plural } from '../../src-engine/report/units.ts';
import type { SpreadPlace } from '../state/spread.ts';

export function spreadWords({ side, share }: SpreadPlace, { images, source }: CalibrationInfo): string {
  const verb = side === 'above' ? 'more' : 'fewer';
  const whose = `of the calibration’s ${plural(images, 'picture')}`;
  const among = share >= 1 ? `than any ${whose}` : `than ${percentWords(share)} ${whose}`;
  const made = source === '' ? '' : ` It was made on: ${source}.`;
  return `This picture keeps ${verb} tokens ${among}: the average asked for says little about pictures like it.${made}`;
}

function percentWords(share: number): string {
  return share >= 0.99 ? 'over 99 %' : `${Math.floor(share * 100)} %`;
}
