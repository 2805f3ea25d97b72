/** Where one picture stands among those of a calibration, as data. */

/** `share` of the calibration's pictures keep fewer (`above`) or more (`below`) tokens at this budget; 1 is all of them. */
export interface SpreadPlace {
  readonly side: 'above' | 'below';
  readonly share: number; // 0.95..1
}
