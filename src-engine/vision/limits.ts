/** The caps on images, all in this one table. Not a policy for anything but pictures. */

export interface ImageLimits {
  /** Largest file or byte buffer that is opened at all. */
  readonly fileBytes: number;
  /** Longest side, px: libvips holds dozens of whole rows at a time, which of a picture of millions a row are gigabytes. JPEG has no longer one. */
  readonly side: number;
  /** Largest image that is decoded at full size, in pixels (width x height, from the header): photographs of 50 megapixels fit. */
  readonly decodedPixels: number;
  /** Pixels that are kept in memory as a whole; a larger opaque picture lies in a temporary file while it is used, 3 bytes each. */
  readonly keptPixels: number;
  /**
   * Largest image that is reduced while it is decoded, in pixels, where its format allows it. A progressive JPEG keeps the coefficients of
   * the whole picture in memory (3 bytes a pixel at 4:2:0), a lossless WebP 4 bytes a pixel: this cap bounds memory at about 800 MB.
   */
  readonly shrinkablePixels: number;
  /** Largest square that a narrow image is padded to, in pixels (3 bytes each). */
  readonly paddedPixels: number;
  /** Views in a `pixel_values` tensor: base view and crops. */
  readonly views: number;
  /** Frames of an animation. The model's context is usually full long before. */
  readonly frames: number;
  /** Pixels of all frames of an animation together: each is decoded on top of all before it, so that time grows with pixels and frames. */
  readonly animationPixels: number;
}

export const imageLimits: ImageLimits = Object.freeze({
  fileBytes: 64 * 1024 * 1024,
  side: 65_535,
  decodedPixels: 51_000_000,
  keptPixels: 24_000_000,
  shrinkablePixels: 200_000_000,
  paddedPixels: 128_000_000,
  views: 128,
  frames: 512,
  animationPixels: 200_000_000,
});
