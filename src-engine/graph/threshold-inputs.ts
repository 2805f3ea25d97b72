/** Where a tower's thresholds come from: one a layer, one a patch and layer (steering by region), or the one or the other as each run says. */
import type { VisionSpec } from '../families/spec.ts';
import type { Merged, MergeContext, MergeRule } from './merge.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';

/** `when`: a boolean scalar, true for a run whose thresholds are those of patches. */
export type Steered = 'never' | 'always' | { readonly when: Value };

/** A layer's merge, given how to merge by a threshold. */
export type ByThreshold = (layer: number, merge: (threshold: MergeRule['threshold']) => Merged) => Merged;

/** Adds the inputs `thresholds` f32 [L_x], `patch_thresholds` f32 [L_x, N0], or both; the latter may then be [L_x, 1] in a run that does not steer. */
export function thresholdInputs(
  { builder }: Pick<MergeContext, 'builder'>,
  { executedLayers, patches }: Pick<VisionSpec, 'executedLayers' | 'patches'>,
  steered: Steered,
): ByThreshold {
  const op = opsOf(builder);
  const ofRows = (): ByThreshold => {
    const input = builder.input('thresholds', 'f32', [executedLayers]);
    return (layer, merge) => merge(op.gather(input, op.ints(layer)));
  };
  const ofPatches = (columns: number | string): ByThreshold => {
    const input = builder.input('patch_thresholds', 'f32', [executedLayers, columns]);
    return (layer, merge) => merge({ ofPatches: op.reshape(op.gather(input, op.ints(layer)), [-1]) });
  };
  if (steered === 'never') return ofRows();
  if (steered === 'always') return ofPatches(patches);
  const [plain, byPatch] = [ofRows(), ofPatches('columns')];
  return (layer, merge) =>
    builder.either<keyof Merged>(
      steered.when,
      () => byPatch(layer, merge),
      () => plain(layer, merge),
    );
}
