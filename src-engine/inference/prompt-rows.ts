/** The seam between text and images: prompt segments and encoded views become the decoder's unique rows and their positions. Pure. */
import { EngineError } from '../errors.ts';
import type { PromptPlan } from '../language/prompt.ts';
import { flatLayout } from '../merging/image-layout.ts';
import { unmergePlan, withoutUnmerging } from '../merging/virtual-unmerging.ts';
import type { PromptSegment, RowSource } from '../merging/virtual-unmerging.ts';
import type { PrefillInput } from './language-model.ts';

/** One image as the prompt needs it. */
export interface PromptImage {
  readonly views: readonly {
    readonly owner: Int32Array; // [L_x, N0]
    readonly tokens: number;
    readonly projected: Float32Array; // [tokens, D_text]
  }[];
}

/**
 * @param patches N0
 * @throws EngineError `bad-checkpoint` when the prompt's places and the rows given do not match
 */
export function prefillInput(
  prompt: PromptPlan,
  images: readonly PromptImage[],
  patches: number,
  virtualUnmerging: boolean,
): PrefillInput {
  const plan = unmergePlan(prompt.segments.map((segment) => toSegment(segment, images, patches)));
  if (plan.u.length !== prompt.positions) {
    throw new EngineError(
      'bad-checkpoint',
      `The prompt has places for ${String(prompt.positions)} positions, but text and image rows fill ${String(plan.u.length)}; the checkpoint's image token or patch count is wrong.`,
    );
  }
  const { rows, u, inverseCount } = virtualUnmerging ? plan : withoutUnmerging(plan);
  const tokenIds = prompt.segments.flatMap((segment) => (segment.kind === 'text' ? segment.ids : []));
  const firstRow = firstRows(images, tokenIds.length);
  return {
    tokenIds,
    imageRows: concatenate(images.flatMap((image) => image.views.map((view) => view.projected))),
    order: Int32Array.from(rows, (row) => sourceOf(row, firstRow)),
    u,
    inverseCount,
  };
}

function toSegment(
  segment: PromptPlan['segments'][number],
  images: readonly PromptImage[],
  patches: number,
): PromptSegment {
  if (segment.kind === 'text') return { kind: 'text', count: segment.ids.length };
  const views = (images[segment.index]?.views ?? []).map(({ owner, tokens }) => ({
    owner: owner.subarray(owner.length - patches),
    tokens,
  }));
  return { kind: 'image', layout: flatLayout(views.length, patches), views };
}

/** Where each view's rows start in the concatenation of text rows and image rows. */
function firstRows(images: readonly PromptImage[], textRows: number): number[][] {
  let next = textRows;
  return images.map((image) => image.views.map(({ tokens }) => (next += tokens) - tokens));
}

function sourceOf(row: RowSource, firstRow: readonly (readonly number[])[]): number {
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
      throw new RangeError('No family with newline rows is wired up.');
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
