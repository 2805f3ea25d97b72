/** Pixels as a format's reader hands them on: colours, and what is known of their transparency. */

export type Rgb = readonly [number, number, number];

/** Colours that stand for transparency; every pixel of them turns white. */
export interface TransparentColour {
  readonly dropped?: Rgb; // where transparency is dropped
  readonly laidOnWhite?: Rgb; // where it is laid on white and there is no alpha
}

export interface Samples {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array; // [height, width, 3]
  /** [height, width], not premultiplied, where there is alpha. */
  readonly alpha?: Uint8Array | undefined;
  readonly transparent?: TransparentColour | undefined;
}
