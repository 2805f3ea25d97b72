/** Paints the regions over the picture: outlines told apart by dashes and a number each, handles around the one in hand. Pure. */
import type { Shape } from '../../../src-engine/reduction/steering/shapes.ts';
import type { Projection, Size } from '../projection.ts';
import { handles, placeOf } from './handles.ts';
import { boundsOf } from './shapes.ts';
import { rowsOf, type Mask, type Rows } from './spans.ts';

export type RegionBrush = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'clearRect'
  | 'closePath'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'globalAlpha'
  | 'lineTo'
  | 'lineWidth'
  | 'moveTo'
  | 'rect'
  | 'setLineDash'
  | 'stroke'
  | 'strokeStyle'
  | 'textAlign'
  | 'textBaseline'
>;

/** How much a region spends, which its outline shows: whole, dotted or dashed. */
export type Spending = 'all' | 'little' | 'own';

export interface PaintedRegion {
  readonly shape: Shape;
  readonly spending: Spending;
  readonly label: string; // its place in the list
}

const dashes: Readonly<Record<Spending, readonly number[]>> = { all: [], own: [7, 4], little: [2, 3] }; // css px
const handleSide = 8; // css px
const labelHeight = 16; // css px

/** @param selected index of the one in hand, -1 for none */
export function paintRegions(
  brush: RegionBrush,
  canvas: Size,
  regions: readonly PaintedRegion[],
  selected: number,
  at: Projection,
  accent: string,
): void {
  brush.clearRect(0, 0, canvas.width, canvas.height);
  regions.forEach((region, i) => {
    const colour = i === selected ? accent : '#111';
    outline(brush, region, at, colour, i === selected ? 2 : 1.5);
  });
  regions.forEach((region, i) => label(brush, region, at, i === selected));
  const inHand = regions[selected];
  if (inHand !== undefined) paintHandles(brush, inHand.shape, at, accent);
}

const deviceX = (x: number, at: Projection) => at.ratio * (at.x + at.scale * x);
const deviceY = (y: number, at: Projection) => at.ratio * (at.y + at.scale * y);

function outline(
  brush: RegionBrush,
  region: PaintedRegion,
  at: Projection,
  colour: string,
  width: number,
): void {
  const { shape, spending } = region;
  if (shape.kind === 'mask') fillMask(brush, shape, at, colour);
  trace(brush, shape, at);
  brush.setLineDash([]);
  brush.strokeStyle = '#fff'; // a rim, so that the line is seen on any picture
  brush.lineWidth = (width + 2) * at.ratio;
  brush.globalAlpha = 0.9;
  brush.stroke();
  brush.globalAlpha = 1;
  brush.setLineDash(dashes[spending].map((length) => length * at.ratio));
  brush.strokeStyle = colour;
  brush.lineWidth = width * at.ratio;
  brush.stroke();
  brush.setLineDash([]);
}

function trace(brush: RegionBrush, shape: Shape, at: Projection): void {
  brush.beginPath();
  if (shape.kind === 'polygon') {
    shape.points.forEach(([x, y], i) => {
      if (i === 0) brush.moveTo(deviceX(x, at), deviceY(y, at));
      else brush.lineTo(deviceX(x, at), deviceY(y, at));
    });
    brush.closePath();
    return;
  }
  const bounds = boundsOf(shape);
  if (bounds === null) return;
  brush.rect(
    deviceX(bounds.x, at),
    deviceY(bounds.y, at),
    bounds.width * at.scale * at.ratio,
    bounds.height * at.scale * at.ratio,
  );
}

const rowsKnown = new WeakMap<Mask, Rows>();

/** One strip for every device row at least: a large picture has more rows than the screen. */
function fillMask(brush: RegionBrush, mask: Mask, at: Projection, colour: string): void {
  const rows = rowsKnown.get(mask) ?? rowsOf(mask);
  rowsKnown.set(mask, rows);
  const size = at.scale * at.ratio;
  const stride = Math.max(1, Math.floor(1 / size));
  brush.globalAlpha = 0.35;
  brush.fillStyle = colour;
  for (const [row, spans] of rows) {
    if (row % stride !== 0) continue;
    for (const [from, to] of spans) {
      brush.fillRect(deviceX(from, at), deviceY(row, at), (to - from) * size, stride * size);
    }
  }
  brush.globalAlpha = 1;
}

/** Light on dark, in hand dark on light. */
function label(brush: RegionBrush, region: PaintedRegion, at: Projection, inHand: boolean): void {
  const bounds = boundsOf(region.shape);
  if (bounds === null) return;
  const height = labelHeight * at.ratio;
  const width = height * Math.max(1, 0.7 * region.label.length);
  const [x, y] = [deviceX(bounds.x, at), deviceY(bounds.y, at)];
  brush.fillStyle = inHand ? '#fff' : '#111';
  brush.fillRect(x, y, width, height);
  brush.fillStyle = inHand ? '#111' : '#fff';
  brush.font = `600 ${11 * at.ratio}px system-ui, sans-serif`;
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.fillText(region.label, x + width / 2, y + height / 2);
}

function paintHandles(brush: RegionBrush, shape: Shape, at: Projection, accent: string): void {
  const bounds = boundsOf(shape);
  if (bounds === null) return;
  const side = handleSide * at.ratio;
  brush.beginPath();
  for (const handle of handles) {
    const [x, y] = placeOf(bounds, handle);
    brush.rect(deviceX(x, at) - side / 2, deviceY(y, at) - side / 2, side, side);
  }
  brush.fillStyle = '#fff';
  brush.fill();
  brush.strokeStyle = accent;
  brush.lineWidth = 1.5 * at.ratio;
  brush.stroke();
}
