/** Thresholds in hand: whether their points stand on the layer chart, which one has the keyboard, and those kept under names. Those in force are choices, so that they can be taken back. */
import type { CreateSlice } from '../slice.ts';
import type { ThresholdPreset } from './presets.ts';

export interface ThresholdsSlice {
  /** Their points can be dragged on the layer chart. */
  readonly thresholdsOpen: boolean;
  /** The executed layer whose point the keys move, from 0. */
  readonly thresholdLayer: number;
  readonly thresholdPresets: readonly ThresholdPreset[];
  readonly setThresholdsOpen: (open: boolean) => void;
  readonly setThresholdLayer: (layer: number) => void;
  readonly setThresholdPresets: (presets: readonly ThresholdPreset[]) => void;
}

export const createThresholdsSlice: CreateSlice<ThresholdsSlice> = (set) => ({
  thresholdsOpen: false,
  thresholdLayer: 0,
  thresholdPresets: [],
  setThresholdsOpen: (thresholdsOpen) => set({ thresholdsOpen }),
  setThresholdLayer: (thresholdLayer) => set({ thresholdLayer }),
  setThresholdPresets: (thresholdPresets) => set({ thresholdPresets }),
});
