/** The seam between text and images: prompt segments and encoded views become the decoder's unique rows and their positions. Pure. */
import type { ConnectedPlace } from '../connectors/connector.ts';
import { EngineError } from '../errors.ts';
import type { PromptPlan } from '../language/prompt.ts';
import { keptPlan } from '../merging/kept-positions.ts';
import { directedPositions } from '../merging/directed-positions.ts';
import type { DirectedPositions } from '../merging/directed-positions.ts';
import { unmergePlan, withoutUnmerging } from '../merging/virtual-unmerging.ts';
import type { PromptSegment, RowSource } from '../merging/virtual-unmerging.ts';
import type { Places, PrefillInput } from './language-model.ts';

/**
 * Merged tokens stand at every position of their patches, or, without virtual unmerging, in a row. Selected tokens keep one position each, or
 * stand in a row, too.
 * @param newline the learned row that ends grid rows [D_text], where the model has one
 * @throws EngineError `bad-checkpoint` when the prompt's places and the rows given do not match
 */
export function prefillInput(
  prompt: PromptPlan,
  images: readonly ConnectedPlace[],
  newline: Float32Array | undefined,
  virtualUnmerging: boolean,
): PrefillInput {
  const plan = promptPlan(prompt, images, virtualUnmerging);
  if (plan.fullLength !== prompt.positions) {
    throw new EngineError(
      'bad-checkpoint',
      `The prompt has places for ${prompt.positions} positions, but text and image rows fill ${plan.fullLength}`,
      { remedy: `the checkpoint's image token or patch count is wrong` },
    );
  }
  const { rows, u, inverseCount, places } = plan;
  const tokenIds = prompt.segments.flatMap((segment) => (segment.kind === 'text' ? segment.ids : []));
  const { firstRow, newlineRow } = sourceRows(images, tokenIds.length);
  const views = images.flatMap((image) => image.views.map((view) => view.projected));
  return {
    tokenIds,
    imageRows: concatenate(newline === undefined ? views : [...views, newline]),
    order: Int32Array.from(rows, (row) => sourceOf(row, firstRow, newlineRow)),
    u,
    inverseCount,
    ...(places === undefined ? {} : { places }),
  };
}

interface PromptRows extends Pick<PrefillInput, 'u' | 'inverseCount'> {
  readonly places: Places | undefined;
  readonly rows: readonly RowSource[];
  readonly fullLength: number;
}

function promptPlan(
  prompt: PromptPlan,
  images: readonly ConnectedPlace[],
  virtualUnmerging: boolean,
): PromptRows {
  const segments = prompt.segments.map((segment) => toSegment(segment, images));
  const directed = directedPositions(segments);
  if (images.some(({ views }) => views.some(({ anchor }) => anchor !== undefined))) {
    const { rows, positions, length } = keptPlan(segments);
    const places =
      virtualUnmerging || keepsAll(positions, length, directed)
        ? keptPlaces(positions, length, directed)
        : undefined;
    return { ...withoutUnmerging({ rows }), places, fullLength: length };
  }
  const full = unmergePlan(segments);
  const used = virtualUnmerging ? full : withoutUnmerging(full);
  const whole = full.rows.length === full.u.length; // then there is nothing to unmerge, and positions are the model's own
  return { ...used, places: virtualUnmerging || whole ? directed : undefined, fullLength: full.u.length };
}

/** Whether nothing is left out, so that positions are the model's own, whatever becomes of gaps. */
function keepsAll(kept: Int32Array, length: number, directed: DirectedPositions | undefined): boolean {
  return directed !== undefined && kept.length === length;
}

/** What the full prompt has at the positions that are kept. */
function keptPlaces(kept: Int32Array, length: number, directed: DirectedPositions | undefined): Places {
  if (directed === undefined) return { positions: kept, next: length };
  const at = (direction: Int32Array): Int32Array => kept.map((position) => direction[position] ?? NaN);
  const across = { rows: at(directed.across.rows), columns: at(directed.across.columns) };
  return { positions: at(directed.positions), across, next: directed.next };
}

function toSegment(
  segment: PromptPlan['segments'][number],
  images: readonly ConnectedPlace[],
): PromptSegment {
  if (segment.kind === 'text') return { kind: 'text', count: segment.ids.length };
  const image = images[segment.index];
  if (image === undefined) throw new RangeError(`There is no image ${String(segment.index)}.`);
  return { kind: 'image', layout: image.layout, views: image.views };
}

/** Where every view's rows start, and where the newline stands, in the concatenation of text rows and image rows. */
function sourceRows(
  images: readonly ConnectedPlace[],
  textRows: number,
): { readonly firstRow: readonly (readonly number[])[]; readonly newlineRow: number } {
  let next = textRows;
  const firstRow = images.map((image) => image.views.map(({ rows }) => (next += rows) - rows));
  return { firstRow, newlineRow: next };
}

function sourceOf(row: RowSource, firstRow: readonly (readonly number[])[], newlineRow: number): number {
  switch (row.kind) {
    case 'text':
      return row.index;
    case 'token': {
      const first = firstRow[row.image]?.[row.view];
      if (first === undefined)
        throw new RangeError(`No view ${String(row.view)} of image ${String(row.image)}.`);
      return first + row.token;
    }
    case 'newline':
      return newlineRow;
  }
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
