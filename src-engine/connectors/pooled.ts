/** The unmerged model's own rows where it interpolates projected features: OneVision's shrunken grid and pooled video frames. Never used with merging. */
import { newlineCell } from '../merging/image-layout.ts';
import { identityOwner } from '../merging/owner-map.ts';
import type { StitchedGrid } from '../merging/faithful-layout.ts';
import type { ConnectedPlace } from './connector.ts';

/** What is interpolated to fewer cells. */
export type Pooling =
  | { readonly kind: 'grid'; readonly columnsOfCrops: number; readonly grid: StitchedGrid } // OneVision's stitched crops
  | { readonly kind: 'frames'; readonly side: number }; // video frames to side x side

interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/**
 * @param views projected patches per view, [N0, width] each
 * @param gridSide S
 */
export function pooledPlace(
  views: readonly Float32Array[],
  pooling: Pooling,
  gridSide: number,
  width: number,
): ConnectedPlace {
  return pooling.kind === 'frames'
    ? poolFrames(views, { rows: gridSide, columns: gridSide }, pooling.side, width)
    : poolGrid(views, pooling, gridSide, width);
}

function poolFrames(
  frames: readonly Float32Array[],
  from: Grid,
  side: number,
  width: number,
): ConnectedPlace {
  const cells = side * side;
  const packed = new Float32Array(frames.length * cells * width);
  frames.forEach((frame, index) => {
    packed.set(interpolate(frame, from, { rows: side, columns: side }, width), index * cells * width);
  });
  const rows = packed.length / width;
  return asOneView(
    packed,
    rows,
    Int32Array.from({ length: rows + 1 }, (_, at) => (at < rows ? at : newlineCell)),
  );
}

function poolGrid(
  views: readonly Float32Array[],
  { grid, columnsOfCrops }: Extract<Pooling, { kind: 'grid' }>,
  gridSide: number,
  width: number,
): ConnectedPlace {
  const window = new Float32Array(grid.rows * grid.columns * width);
  for (let row = 0; row < grid.rows; row += 1) {
    for (let column = 0; column < grid.columns; column += 1) {
      const y = grid.top + row;
      const x = grid.left + column;
      const view = views[1 + Math.floor(y / gridSide) * columnsOfCrops + Math.floor(x / gridSide)];
      const patch = (y % gridSide) * gridSide + (x % gridSide);
      if (view === undefined) throw new RangeError('The grid has more crops than there are views.');
      const cell = row * grid.columns + column;
      window.set(view.subarray(patch * width, (patch + 1) * width), cell * width);
    }
  }
  const shrunk = interpolate(window, grid, { rows: grid.outRows, columns: grid.outColumns }, width);
  const base = views[0] ?? new Float32Array(0);
  const packed = new Float32Array(base.length + shrunk.length);
  packed.set(base);
  packed.set(shrunk, base.length);

  const cells = Array.from(identityOwner(gridSide ** 2));
  for (let row = 0, next = cells.length; row < grid.outRows; row += 1) {
    for (let column = 0; column < grid.outColumns; column += 1) cells.push(next++);
    cells.push(newlineCell);
  }
  return asOneView(packed, packed.length / width, Int32Array.from(cells));
}

function asOneView(projected: Float32Array, rows: number, cells: Int32Array): ConnectedPlace {
  return {
    layout: { cells, rowOrder: 'appearance' },
    views: [{ rowOfCell: identityOwner(rows), rows, projected }],
  };
}

/** Bilinear, pixel centres at halves, edges held, no smoothing: what the models' own code asks of its tensor library. */
function interpolate(data: Float32Array, from: Grid, to: Grid, width: number): Float32Array {
  const out = new Float32Array(to.rows * to.columns * width);
  for (let row = 0; row < to.rows; row += 1) {
    const y = neighbours(row, from.rows, to.rows);
    for (let column = 0; column < to.columns; column += 1) {
      const x = neighbours(column, from.columns, to.columns);
      const corner = (r: number, c: number): number => (r * from.columns + c) * width;
      const [a, b, c, d] = [
        corner(y.low, x.low),
        corner(y.low, x.high),
        corner(y.high, x.low),
        corner(y.high, x.high),
      ];
      const target = (row * to.columns + column) * width;
      for (let k = 0; k < width; k += 1) {
        const top = (data[a + k] ?? 0) * (1 - x.weight) + (data[b + k] ?? 0) * x.weight;
        const bottom = (data[c + k] ?? 0) * (1 - x.weight) + (data[d + k] ?? 0) * x.weight;
        out[target + k] = top * (1 - y.weight) + bottom * y.weight;
      }
    }
  }
  return out;
}

function neighbours(index: number, from: number, to: number): { low: number; high: number; weight: number } {
  const centre = Math.max(0, ((index + 0.5) * from) / to - 0.5);
  const low = Math.min(Math.floor(centre), from - 1);
  return { low, high: Math.min(low + 1, from - 1), weight: centre - low };
}
