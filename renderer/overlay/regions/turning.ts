/** Regions of a picture that is turned or mirrored: the same pixels of the file lie in them afterwards. Pure. */
import type { Orientation } from '../../../src-engine/engine.ts';
import type { Shape } from '../../../src-engine/reduction/steering/shapes.ts';
import type { Size } from '../projection.ts';
import { maskOf, rowsOf, type Mask, type Rows, type Span, type Spot } from './spans.ts';

/** EXIF's codes: what is done to the stored picture, first mirroring left and right, then quarter turns to the right. */
const made: Readonly<Record<Orientation, { readonly mirrored: boolean; readonly quarters: number }>> = {
  1: { mirrored: false, quarters: 0 },
  2: { mirrored: true, quarters: 0 },
  3: { mirrored: false, quarters: 2 },
  4: { mirrored: true, quarters: 2 },
  5: { mirrored: true, quarters: 3 },
  6: { mirrored: false, quarters: 1 },
  7: { mirrored: true, quarters: 1 },
  8: { mirrored: false, quarters: 3 },
};

/** @param size of the picture as it is read with `from` */
export function turnedShape(shape: Shape, from: Orientation, to: Orientation, size: Size): Shape {
  const [a, b] = [made[from], made[to]];
  const mirrored = a.mirrored !== b.mirrored;
  // Mirroring turns the direction of what was turned before it.
  const quarters = (4 + b.quarters + (mirrored ? a.quarters : -a.quarters)) % 4;
  let [turned, now] = [mirrored ? map(shape, size, mirror) : shape, size];
  for (let quarter = 0; quarter < quarters; quarter += 1) {
    turned = map(turned, now, turnRight);
    now = { width: now.height, height: now.width };
  }
  return turned;
}

interface Step {
  readonly spot: (spot: Spot, size: Size) => Spot;
  readonly mask: (mask: Mask) => Mask;
}

const mirror: Step = {
  spot: ([x, y], { width }) => [width - x, y],
  mask: (mask) => {
    const rows: Rows = new Map(
      [...rowsOf(mask)].map(([row, spans]) => [
        row,
        spans.map(([from, to]): Span => [mask.width - to, mask.width - from]).toReversed(),
      ]),
    );
    return maskOf(rows, mask) ?? mask;
  },
};

const turnRight: Step = {
  spot: ([x, y], { height }) => [height - y, x],
  mask: (mask) => {
    const { width, height } = mask;
    const inside = new Uint8Array(width * height); // of the turned picture, row by row
    for (const [row, spans] of rowsOf(mask))
      for (const [from, to] of spans)
        for (let x = from; x < to; x += 1) inside[x * height + (height - 1 - row)] = 1;
    return { kind: 'mask', width: height, height: width, runs: runsOf(inside) };
  },
};

function runsOf(inside: Uint8Array): number[] {
  const runs: number[] = [];
  let [start, wanted] = [0, 1];
  for (let end = inside.indexOf(wanted); end !== -1; end = inside.indexOf(wanted, start)) {
    runs.push(end - start);
    [start, wanted] = [end, 1 - wanted];
  }
  if (wanted === 0) runs.push(inside.length - start); // inside up to the end
  return runs;
}

function map(shape: Shape, size: Size, { spot, mask }: Step): Shape {
  switch (shape.kind) {
    case 'box': {
      const [ax, ay] = spot([shape.x, shape.y], size);
      const [bx, by] = spot([shape.x + shape.width, shape.y + shape.height], size);
      const [x, y] = [Math.min(ax, bx), Math.min(ay, by)];
      return { kind: 'box', x, y, width: Math.abs(bx - ax), height: Math.abs(by - ay) };
    }
    case 'polygon':
      return { kind: 'polygon', points: shape.points.map((point) => spot(point, size)) };
    case 'mask':
      return mask(shape);
  }
}
