/** What the user prefers of the whole application, whatever is open: size of text, movement, device; whether the tour was offered; where data lies. */
import type { DataPlace, DeviceChoice, Motion } from '../../electron/bridge.ts';
import type { CreateSlice } from './slice.ts';

export interface Preferences {
  readonly textSize: number; // % of the usual one
  readonly motion: Motion;
  readonly device: DeviceChoice;
  readonly threads: number | null; // of the processor; null: as many as there are
}

export const usualPreferences: Preferences = {
  textSize: 100,
  motion: 'system',
  device: 'auto',
  threads: null,
};

export const textSizes = [100, 110, 125, 150, 175, 200] as const;

export interface PreferencesSlice {
  readonly preferences: Preferences;
  /** Null until the shell has said where data lies. */
  readonly places: readonly DataPlace[] | null;
  readonly prefer: (changes: Partial<Preferences>) => void;
  readonly setPlaces: (places: readonly DataPlace[]) => void;
}

export const createPreferencesSlice: CreateSlice<PreferencesSlice> = (set) => ({
  preferences: usualPreferences,
  places: null,
  prefer: (changes) => set(({ preferences }) => ({ preferences: { ...preferences, ...changes } })),
  setPlaces: (places) => set({ places }),
});

/** The next size of text in a direction; the same at the end. */
export function nextTextSize(size: number, direction: 1 | -1): number {
  const further = textSizes.filter((each) => (direction === 1 ? each > size : each < size));
  return (direction === 1 ? further[0] : further.at(-1)) ?? size;
}
