/** What stands behind the vision tower: an encoder of squares of one size, or of grids of any shape. */
import type { Grid } from '../merging/coordinates.ts';
import type { Plan } from '../reduction/plan.ts';
import type { Covered } from '../reduction/steering/regions.ts';
import type { TowerOutput } from './tower-output.ts';

/** @param pixels f32 [3, H, W], normalised */
export type EncodeView = (pixels: Float32Array, options?: EncodeViewOptions) => Promise<TowerOutput>;

export interface EncodeViewOptions {
  /** Whether the scores of matching will be asked for, even where nothing merges. */
  readonly scores?: boolean;
  /** Whether what an earlier view of the same pixels left may be used, if it asked for the same: not where time is measured. */
  readonly reuse?: boolean;
  /** The rectangle of the picture that the view covers: a plan with regions needs it. */
  readonly region?: Covered;
  /** Of the view's patches; the encoder's own unless said. */
  readonly grid?: Grid | undefined;
}

export interface Encoder {
  /** Loads all that the plan needs. */
  open(plan: Plan): Promise<EncodeView>;
  release(): Promise<void>;
}
