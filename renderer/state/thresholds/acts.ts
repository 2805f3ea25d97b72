/** What the user does to thresholds: every change is one entry of the undo history, however it was made. */
import { selectModelInfo } from '../selectors.ts';
import type { AppStore } from '../store.ts';
import { fitThreshold, whyNotFit, withThreshold, type CustomThresholds } from './custom.ts';
import { customOf, presetName, renamed, withPreset, withoutPreset, type ThresholdPreset } from './presets.ts';
import { selectCustom, selectThresholds, whyNotThresholds } from './selectors.ts';

/** The point of a layer, brought within 0..1. @param layer from 0 @param gesture names a movement whose steps are one entry */
export function setThreshold(store: AppStore, layer: number, value: number, gesture?: string): void {
  const state = store.getState();
  const info = selectModelInfo(state);
  const values = selectThresholds(state);
  const fitted = fitThreshold(value);
  if (info === null || whyNotThresholds(state) !== null || values[layer] === undefined) return;
  if (values[layer] === fitted) return;
  const thresholds: CustomThresholds = {
    encoder: info.encoder,
    name: null,
    values: withThreshold(values, layer, fitted),
  };
  state.choose({ thresholds }, gesture);
}

export function resetThresholds(store: AppStore): void {
  store.getState().choose({ thresholds: null });
}

/** All at once, of a preset or a file; says in one sentence why it cannot. */
export function takeThresholds(store: AppStore, custom: CustomThresholds, subject: string): void {
  const state = store.getState();
  const info = selectModelInfo(state);
  if (info === null) return;
  const reason = whyNotFit(custom, info, subject);
  if (reason !== null) state.notify('error', reason);
  else state.choose({ thresholds: custom, method: 'dymu' });
}

export function choosePreset(store: AppStore, preset: ThresholdPreset): void {
  takeThresholds(store, customOf(preset), `The preset "${preset.name}"`);
}

/** What is on the chart, under a name; one of the same name is replaced. They are that preset from now on. */
export function savePreset(store: AppStore, typed: string): void {
  const state = store.getState();
  const info = selectModelInfo(state);
  const name = presetName(typed);
  const values = selectThresholds(state);
  if (info === null || name === null || values.length !== info.layers) return;
  const preset: ThresholdPreset = { name, encoder: info.encoder, model: info.name, values };
  state.setThresholdPresets(withPreset(state.thresholdPresets, preset));
  state.choose({ thresholds: customOf(preset) });
}

export function renamePreset(store: AppStore, from: string, typed: string): void {
  const state = store.getState();
  const name = presetName(typed);
  if (name === null || name === from) return;
  const presets = renamed(state.thresholdPresets, from, name);
  if (presets === null) {
    state.notify('info', `There is a preset "${name}" already; choose another name.`);
    return;
  }
  state.setThresholdPresets(presets);
  const custom = selectCustom(state);
  if (custom?.name === from) state.settle({ thresholds: { ...custom, name } });
}

/** What it has set stays set, without a name; the notice takes it back. */
export function deletePreset(store: AppStore, name: string): void {
  const state = store.getState();
  const before = state.thresholdPresets;
  if (!before.some((preset) => preset.name === name)) return;
  state.setThresholdPresets(withoutPreset(before, name));
  const custom = selectCustom(state);
  if (custom?.name === name) state.settle({ thresholds: { ...custom, name: null } });
  state.notify('info', `The preset "${name}" is deleted.`, {
    action: { label: 'Undo', run: () => store.getState().setThresholdPresets(before) },
  });
}
