/** What chart, budget and commands ask of the thresholds, as pure functions. */
import type { ModelInfo } from '../../../src-engine/engine.ts';
import { memoised } from '../collection/memoised.ts';
import { selectModelInfo, selectView } from '../selectors.ts';
import type { AppState } from '../store.ts';
import { customFor, type CustomThresholds } from './custom.ts';
import type { ThresholdPreset } from './presets.ts';

/** Those in force instead of the slider's; null where the slider decides, or another method does. */
export function selectCustom(state: AppState): CustomThresholds | null {
  if (state.choices.method !== 'dymu') return null;
  return customFor(state.choices.thresholds, selectModelInfo(state));
}

const none: readonly number[] = [];
const offs = new Map<number, readonly number[]>();

/** The thresholds of every executed layer as they are on the chart: one's own, or those that the slider has come to. Empty where no method with thresholds is in use. */
export function selectThresholds(state: AppState): readonly number[] {
  const custom = selectCustom(state);
  if (custom !== null) return custom.values;
  const view = selectView(state);
  if (view === null || state.choices.method !== 'dymu') return none;
  if (view.thresholds.length > 0) return view.thresholds;
  // All tokens: no layer merges anything.
  const layers = view.countsPerLayer.length;
  const off = offs.get(layers) ?? new Array<number>(layers).fill(1);
  offs.set(layers, off);
  return off;
}

/** Why no threshold can be moved now, as a sentence; null where they can. */
export function whyNotThresholds(state: AppState): string | null {
  const info = selectModelInfo(state);
  if (info === null) return 'No model is loaded yet.';
  if (state.choices.method !== 'dymu')
    return 'Only the adaptive method (DyMU) has thresholds; choose Adaptive to move them.';
  return selectThresholds(state).length === info.layers ? null : 'The picture has no tokens yet.';
}

const choosable = memoised(
  (kept: readonly ThresholdPreset[], info: ModelInfo | null): readonly ThresholdPreset[] => {
    const published = info?.published;
    if (info === null || published === undefined || kept.some(({ name }) => name === published.name))
      return kept;
    const { encoder, name: model, layers } = info;
    return [...kept, { name: published.name, encoder, model, values: published.thresholds.slice(0, layers) }];
  },
);

/** Those kept under names, then those published for an encoder of this shape. The same list for the same state. */
export function selectChoosable(state: AppState): readonly ThresholdPreset[] {
  return choosable(state.thresholdPresets, selectModelInfo(state));
}
