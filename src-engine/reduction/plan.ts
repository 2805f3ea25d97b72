/** What a method of reduction comes down to for one encoder: all that the vision tower has to know. */

import type { Shape } from './steering/shapes.ts';

/** Which rows merge in each executed layer: those above a threshold (1 = the layer merges nothing), or a given number of the best. */
export type MergeRule =
  | { readonly by: 'threshold'; readonly thresholds: readonly number[] } // [L_x]
  | { readonly by: 'count'; readonly rows: readonly number[] }; // [L_x]

/** Whether a rule lets no layer merge, whatever the picture. */
export function mergesNothing(rule: MergeRule): boolean {
  return rule.by === 'count'
    ? rule.rows.every((rows) => rows <= 0)
    : rule.thresholds.every((threshold) => threshold >= 1);
}

/** The average that was asked for, where one was. */
export function budgetOf(plan: Plan): BudgetUse | null {
  return 'budget' in plan ? plan.budget : null;
}

/** Whether a plan lets no layer merge, whatever the picture. */
export function neverMerges(plan: MergePlan | SteerPlan): boolean {
  if (plan.kind === 'merge') return mergesNothing(plan.rule);
  return [plan, ...plan.regions].every(({ thresholds }) => mergesNothing({ by: 'threshold', thresholds }));
}

/** Every token is computed, and nothing is paid for methods that are not in use. */
export interface PlainPlan {
  readonly kind: 'plain';
}

/** Tokens merge between attention and MLP of every block. */
export interface MergePlan {
  readonly kind: 'merge';
  readonly rule: MergeRule;
  /** Where an average was asked for. */
  readonly budget: BudgetUse | null;
}

/** Tokens merge by thresholds that differ from region to region of the picture. */
export interface SteerPlan {
  readonly kind: 'steer';
  /** Where no region lies [L_x]. */
  readonly thresholds: readonly number[];
  /** A patch belongs to the last one that holds it. */
  readonly regions: readonly RegionPlan[];
  /** Where an average was asked for, for what lies outside of the regions. */
  readonly budget: BudgetUse | null;
}

export interface RegionPlan {
  readonly name: string;
  readonly shape: Shape;
  readonly thresholds: readonly number[]; // [L_x]
  readonly budget: BudgetUse;
}

/** A count that was asked for as a share: views of other sizes than the encoder's own have it of their own patches or cells. */
interface Share {
  readonly share?: number | undefined; // 0..1
}

/** What an exact count is in a view. @param count of the plan @param all patches or cells of the view */
export function countIn({ share }: Share, count: number, all: number): number {
  return share === undefined ? Math.min(count, all) : Math.max(1, Math.round(share * all));
}

/** All blocks run on all tokens; then the grid of features is averaged down to so many cells. */
export interface PoolPlan extends Share {
  readonly kind: 'pool';
  readonly tokens: number;
}

/** All blocks run on all tokens; then attention of the last one says which stay, and they keep their places in the language model. */
export interface SelectPlan {
  readonly kind: 'select';
  readonly tokens: number;
}

/** All blocks run on all tokens; then rows of the language model merge whose cosine lies above a threshold. */
export interface RowsPlan {
  readonly kind: 'rows';
  readonly threshold: number; // 1 = nothing merges
  /** Where an average was asked for [rows per view]. */
  readonly budget: BudgetUse | null;
}

/** All blocks run on all tokens; then so many rows of the language model stay, and they keep their places in it. */
export interface PrunePlan extends Share {
  readonly kind: 'prune';
  readonly rows: number;
}

/** Whether a plan reduces rows of the language model and leaves the encoder's tokens as they are. */
export function actsOnRows(plan: Plan): plan is RowsPlan | PrunePlan {
  return plan.kind === 'rows' || plan.kind === 'prune';
}

/** Whether what a plan leaves keeps one place each in the language model. */
export function keepsPlaces(plan: Plan): plan is SelectPlan | PrunePlan {
  return plan.kind === 'select' || plan.kind === 'prune';
}

/** An average that was asked for, and what a calibration makes of it [tokens per view; of a `rows` plan, rows]. */
export interface BudgetUse {
  readonly asked: number;
  /** What the thresholds aim at: the nearest that can be reached. */
  readonly used: number;
  readonly reach: readonly [smallest: number, largest: number];
}

export type Plan = PlainPlan | MergePlan | SteerPlan | PoolPlan | SelectPlan | RowsPlan | PrunePlan;

/** What a plan depends on: the encoder's numbers and its calibration. */
export interface Encoder {
  readonly patches: number; // N0
  readonly layers: number; // of the checkpoint
  readonly executedLayers: number; // L_x
  readonly curve: ThresholdCurve | undefined;
  /** Places of a view that the language model reads, where they are squares of patches; else the patches. */
  readonly cells?: number | undefined;
  /** Of the largest view, where pictures keep their shape; else every view has `patches` and `cells`. */
  readonly most?: { readonly patches: number; readonly cells: number } | undefined;
  /** Thresholds of rows, where the calibration has them. */
  readonly rowCurve?: RowCurve | undefined;
}

/** A calibration as plans need it: thresholds for a wanted average. */
export interface ThresholdCurve {
  /** One threshold per executed layer; `target` differs from the wish where that is out of reach. */
  thresholdsFor(average: number): { readonly thresholds: readonly number[]; readonly target: number };
  /** Smallest and largest average that can be asked for. */
  readonly reach: readonly [smallest: number, largest: number];
  readonly presets: Readonly<Record<'low' | 'mid' | 'high', number>>; // tokens per view
}

/** What a calibration says of matching rows. */
export interface RowCurve {
  thresholdFor(average: number): { readonly threshold: number; readonly target: number };
  readonly reach: readonly [smallest: number, largest: number];
  readonly presets: Readonly<Record<'low' | 'mid' | 'high', number>>; // rows per view
}
