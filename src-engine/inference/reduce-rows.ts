/** A view's rows reduced after the connector: those that are alike merged, or all but a few left out. The encoder's tokens stay as they are. */
import { cellsIn, patchesOfCells } from '../connectors/cells.ts';
import type { ConnectedView } from '../connectors/connector.ts';
import type { EncoderSpec, TextSpec } from '../families/spec.ts';
import { imageRowWidth } from '../graph/widths.ts';
import { matchRows } from '../merging/row-matching.ts';
import { pruneRows } from '../reduction/dart/prune.ts';
import { groupMeans } from '../reduction/group-rows.ts';
import { countIn } from '../reduction/plan.ts';
import type { PrunePlan, RowsPlan } from '../reduction/plan.ts';
import type { TowerOutput } from './tower-output.ts';

export interface ReducedView {
  readonly output: TowerOutput;
  readonly connected: ConnectedView;
}

/**
 * What the view looks like to everything behind: a token is what stands for a row now, and holds the patches of its cells.
 *
 * @param view with a row for every cell
 * @param products inner products of its rows [cells, cells]; of no meaning where nothing can merge
 */
export function reduceRows(
  plan: RowsPlan | PrunePlan,
  spec: Pick<EncoderSpec, 'vision' | 'projector' | 'text'>,
  { output, connected }: ReducedView,
  products: Float32Array,
): ReducedView {
  const reduced =
    plan.kind === 'rows'
      ? merged(connected, products, plan.threshold)
      : pruned(connected, products, countIn(plan, plan.rows, connected.rows), spec.text);
  return { output: heldByRows(output, reduced, spec), connected: reduced };
}

function merged(view: ConnectedView, products: Float32Array, threshold: number): ConnectedView {
  if (threshold >= 1) return view;
  const { rowOfCell, size } = matchRows(products, threshold);
  return { rowOfCell, rows: size.length, projected: groupMeans(view.projected, rowOfCell, size) };
}

function pruned(view: ConnectedView, products: Float32Array, rows: number, text?: TextSpec): ConnectedView {
  const anchor = pruneRows(firstRows(view.projected, text), products, rows);
  const width = view.projected.length / view.rows;
  const projected = new Float32Array(rows * width);
  const rowOfCell = new Int32Array(view.rows).fill(-1);
  for (const [row, cell] of anchor.entries()) {
    projected.set(view.projected.subarray(cell * width, (cell + 1) * width), row * width);
    rowOfCell[cell] = row;
  }
  return { rowOfCell, rows, projected, anchor };
}

/** The rows that the language model begins with, without what DeepStack adds to them later. [rows, D_text] */
function firstRows(projected: Float32Array, text: TextSpec | undefined): Float32Array {
  if (text === undefined) return projected;
  const { width } = text;
  const stride = imageRowWidth(text);
  if (stride === width) return projected;
  const rows = new Float32Array((projected.length / stride) * width);
  for (let row = 0; row * width < rows.length; row += 1)
    rows.set(projected.subarray(row * stride, row * stride + width), row * width);
  return rows;
}

/** The owner map after the last layer says which row holds each patch; -1 where none does. */
function heldByRows(
  output: TowerOutput,
  { rowOfCell, rows }: ConnectedView,
  spec: Pick<EncoderSpec, 'vision' | 'projector'>,
): TowerOutput {
  const { grid } = output;
  const cells = cellsIn(spec, grid);
  const inside = cells.square ** 2;
  const owner = output.owner.slice();
  const last = owner.subarray(owner.length - grid.rows * grid.columns);
  for (const [index, patch] of patchesOfCells(cells).entries())
    last[patch] = rowOfCell[Math.floor(index / inside)] ?? -1;
  const size = new Float32Array(rows);
  for (const row of last) if (row >= 0) size[row] = (size[row] ?? 0) + 1;
  return {
    ...output,
    tokens: rows,
    size,
    owner,
    countsPerLayer: [...output.countsPerLayer.slice(0, -1), rows],
  };
}
