/** The planes of a picture to RGB as libavif does it for Pillow: which arithmetic serves which picture. */
import type { ColourCode } from './container.ts';
import { planesToRgbInFloat } from './float.ts';
import { tableOf, upsampled, withTable } from './libyuv.ts';
import type { Planes } from './planes.ts';

/** [height, width, 3]. @throws RangeError for colours that are not converted */
export function planesToRgb(planes: Planes, code: ColourCode): Uint8Array {
  const { depth, luma, chroma } = planes;
  const table = tableOf(code);
  if (table === undefined || chroma === undefined) return planesToRgbInFloat(planes, code);
  const { width, height } = luma;
  const eight = (values: Uint16Array) => (depth === 8 ? values : values.map((value) => value >> (depth - 8)));
  const [u, v] = chroma.map((plane) => upsampled({ ...plane, values: eight(plane.values) }, width, height));
  return withTable(eight(luma.values), u ?? luma.values, v ?? luma.values, table);
}
