/** A decoded picture, ready to be painted. */

export interface Picture {
  readonly bitmap: ImageBitmap;
  readonly width: number; // px of the source
  readonly height: number;
}
