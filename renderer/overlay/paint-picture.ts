/** Paints the bottom canvas: the picture, with what the model does not see under a veil. */
import type { ViewRegion } from '../../src-engine/merging/coordinates.ts';
import type { PictureBrush } from './context.ts';
import type { Palette } from './palette.ts';
import { regionRect, type Projection, type Rect, type Size } from './projection.ts';

export interface PictureScene {
  readonly bitmap: CanvasImageSource;
  readonly source: Size; // px
  readonly region: ViewRegion | null; // what the view covers
}

const veilAlpha = 0.72;
/** Device px per source px from which a picture shows its pixels instead of a blur. */
const sharpFrom = 6;

export function paintPicture(
  brush: PictureBrush,
  canvas: Size,
  scene: PictureScene | null,
  at: Projection,
  palette: Palette,
): void {
  brush.clearRect(0, 0, canvas.width, canvas.height);
  if (scene === null) return;
  const whole = regionRect({ x: 0, y: 0, ...scene.source }, at);
  brush.imageSmoothingEnabled = at.scale * at.ratio < sharpFrom;
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(scene.bitmap, whole.x, whole.y, whole.width, whole.height);
  if (scene.region === null) return;
  brush.globalAlpha = veilAlpha;
  brush.fillStyle = palette.veil;
  for (const part of outside(whole, regionRect(scene.region, at))) {
    brush.fillRect(part.x, part.y, part.width, part.height);
  }
  brush.globalAlpha = 1;
}

/** The up to four rectangles of `whole` that `inner` leaves uncovered. */
export function outside(whole: Rect, inner: Rect): readonly Rect[] {
  const left = clamp(inner.x, whole.x, whole.x + whole.width);
  const right = clamp(inner.x + inner.width, whole.x, whole.x + whole.width);
  const top = clamp(inner.y, whole.y, whole.y + whole.height);
  const bottom = clamp(inner.y + inner.height, whole.y, whole.y + whole.height);
  const parts: Rect[] = [
    { x: whole.x, y: whole.y, width: whole.width, height: top - whole.y },
    { x: whole.x, y: bottom, width: whole.width, height: whole.y + whole.height - bottom },
    { x: whole.x, y: top, width: left - whole.x, height: bottom - top },
    { x: right, y: top, width: whole.x + whole.width - right, height: bottom - top },
  ];
  return parts.filter((part) => part.width > 0 && part.height > 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
