/** Thresholds kept under a name, of all models: a list that is changed by making a new one. Pure. */
import type { CustomThresholds } from './custom.ts';

export interface ThresholdPreset {
  readonly name: string;
  readonly encoder: string; // fingerprint
  readonly model: string; // what the model was called, for people
  readonly values: readonly number[]; // [L_x]
}

export const mostPresets = 200;
export const longestPresetName = 100;

/** As typed, but no longer than a name may be; null for one that says nothing. */
export function presetName(typed: string): string | null {
  const name = typed.trim().slice(0, longestPresetName).trim();
  return name === '' ? null : name;
}

/** "Thresholds 1", or the next number that no preset has. */
export function freshPresetName(presets: readonly ThresholdPreset[]): string {
  const taken = new Set(presets.map(({ name }) => name));
  for (let number = 1; ; number += 1) if (!taken.has(`Thresholds ${number}`)) return `Thresholds ${number}`;
}

/** In the place of one of the same name, else at the end. */
export function withPreset(
  presets: readonly ThresholdPreset[],
  preset: ThresholdPreset,
): readonly ThresholdPreset[] {
  const known = presets.some(({ name }) => name === preset.name);
  return known
    ? presets.map((each) => (each.name === preset.name ? preset : each))
    : [...presets, preset].slice(-mostPresets);
}

/** Null where another one has the name already. */
export function renamed(
  presets: readonly ThresholdPreset[],
  from: string,
  to: string,
): readonly ThresholdPreset[] | null {
  if (from !== to && presets.some(({ name }) => name === to)) return null;
  return presets.map((each) => (each.name === from ? { ...each, name: to } : each));
}

export function withoutPreset(presets: readonly ThresholdPreset[], gone: string): readonly ThresholdPreset[] {
  return presets.filter(({ name }) => name !== gone);
}

export function customOf({ name, encoder, values }: ThresholdPreset): CustomThresholds {
  return { name, encoder, values };
}
