/** Why a comparison comes out as it does, as data. */
import { timeRatio, type Comparison } from './comparison.ts';
import { changeableStages, type ChangeableStage } from './stages.ts';

export type VerdictKind = 'sooner' | 'same' | 'later' | 'unclear';

export type Reason =
  /** Every run of either way took part, and they agree. */
  | { readonly kind: 'measured' }
  | { readonly kind: 'one-run' }
  /** What an earlier answer had computed was taken over, in so many pairs of runs that none or one is left. */
  | { readonly kind: 'continued' }
  /** Other work ran meanwhile, in so many pairs of runs that none or one is left. */
  | { readonly kind: 'disturbed'; readonly by: readonly string[] }
  /** The runs lie further apart than the two ways. */
  | { readonly kind: 'runs-differ' }
  /** Nearly all tokens were left. */
  | { readonly kind: 'little-to-save'; readonly kept: number } // share, 0..1
  /** Most of the changeable time went into one stage, and that did not get shorter. */
  | { readonly kind: 'stage'; readonly stage: ChangeableStage; readonly share: number }
  /** One stage got shorter and another one longer. */
  | { readonly kind: 'traded'; readonly gained: ChangeableStage; readonly lost: ChangeableStage };

/** Above this share of tokens left there is little to save. */
const mostKept = 0.95;
/** A stage got shorter, or longer, where its medians differ by this factor. */
const stageDifference = 1.05;
const largeShare = 0.4;

export function reasonOf(comparison: Comparison, kind: VerdictKind): Reason {
  if (kind === 'sooner') return { kind: 'measured' };
  if (comparison.runs < 2) {
    const { continued, by } = comparison.leftOut;
    if (continued > 0 && by.length === 0) return { kind: 'continued' };
    return comparison.leftOut.runs > 0
      ? { kind: 'disturbed', by: comparison.leftOut.by }
      : { kind: 'one-run' };
  }
  const { visualTokens, fullVisualTokens } = comparison.reduced.answer;
  const kept = visualTokens / Math.max(1, fullVisualTokens);
  if (kept >= mostKept) return { kind: 'little-to-save', kept };
  if (kind === 'unclear') return { kind: 'runs-differ' };
  return stageReason(comparison);
}

function stageReason({ full, reduced }: Comparison): Reason {
  const stages = changeableStages.map((stage) => {
    const before = full.answer.timings[`${stage}Ms`];
    const after = reduced.answer.timings[`${stage}Ms`];
    return { stage, after, ratio: timeRatio(before, after), saved: before - after };
  });
  const gained = stages.reduce((a, b) => (b.saved > a.saved ? b : a));
  const lost = stages.reduce((a, b) => (b.saved < a.saved ? b : a));
  if (gained.ratio > stageDifference && lost.ratio < 1 / stageDifference) {
    return { kind: 'traded', gained: gained.stage, lost: lost.stage };
  }
  const largest = stages.reduce((a, b) => (b.after > a.after ? b : a));
  const share = largest.after / Math.max(reduced.changeable.median, Number.EPSILON);
  if (share >= largeShare && largest.ratio <= stageDifference) {
    return { kind: 'stage', stage: largest.stage, share: Math.min(1, share) };
  }
  return { kind: 'measured' };
}
