/** Where a view comes from: the size an image is resized to, the window that is kept, and its region of the source. Geometry only. */
import type { Region } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { PreprocessSpec } from '../families/spec.ts';

export interface Size {
  readonly width: number; // px
  readonly height: number; // px
}

export interface ViewPlan {
  /** The whole image is resized to this. */
  readonly resized: Size;
  /** The part of the resized image that the encoder sees, imageSize x imageSize. */
  readonly window: Region;
}

/** Shortest edge to `edge`, the other truncated, as the processors of CLIP compute it. */
function shortestEdgeTo(image: Size, edge: number): Size {
  const other = (short: number, long: number) => Math.trunc((edge * long) / short);
  return image.width <= image.height
    ? { width: edge, height: other(image.width, image.height) }
    : { width: other(image.height, image.width), height: edge };
}

/** Throws `unsupported` for a centre crop that is larger than the shortest edge: it would need padding. */
export function planView(image: Size, spec: Pick<PreprocessSpec, 'rule' | 'imageSize'>): ViewPlan {
  const side = spec.imageSize;
  if (spec.rule.kind === 'squash') {
    const resized = { width: side, height: side };
    return { resized, window: { x: 0, y: 0, ...resized } };
  }
  if (spec.rule.shortestEdge < side) {
    throw new EngineError(
      'unsupported',
      `The preprocessor resizes the shortest edge to ${spec.rule.shortestEdge} pixels and then crops ${side}, which would need padding`,
      { remedy: 'correct "size" or "crop_size" in the preprocessor file' },
    );
  }
  const resized = shortestEdgeTo(image, spec.rule.shortestEdge);
  const x = Math.floor((resized.width - side) / 2);
  const y = Math.floor((resized.height - side) / 2);
  return { resized, window: { x, y, width: side, height: side } };
}

/** The window in pixels of the source image, which was resized to `resized`. */
export function sourceRegion(source: Size, { resized, window }: ViewPlan): Region {
  const across = source.width / resized.width;
  const down = source.height / resized.height;
  return {
    x: window.x * across,
    y: window.y * down,
    width: window.width * across,
    height: window.height * down,
  };
}
