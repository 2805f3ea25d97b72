/** The words of the settings dialog: what each choice does, where data lies, what has been cleared. Pure. */
import type { DataPlace, DataPlaceId, DeviceChoice, Motion, Theme } from '../../electron/bridge.ts';
import { formatBytes } from '../../src-engine/report/units.ts';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

export const themeChoices: readonly Choice<Theme>[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export const motionChoices: readonly Choice<Motion>[] = [
  { value: 'system', label: 'As the system' },
  { value: 'reduced', label: 'Little' },
];

export const deviceChoices: readonly Choice<DeviceChoice>[] = [
  { value: 'auto', label: 'The best one' },
  { value: 'webgpu', label: 'WebGPU' },
  { value: 'cpu', label: 'CPU' },
];

export const placeWords: Readonly<Record<DataPlaceId, { readonly title: string; readonly what: string }>> = {
  data: {
    title: 'Settings and data',
    what: 'Settings, the session, calibrations, jobs, counts and kept answers.',
  },
  weights: {
    title: 'Smaller weights',
    what: 'Language models in fp16, int8 or int4, made once from their files so that the next start is quick.',
  },
  code: { title: 'Compiled code and pages', what: 'Kept so that the window opens sooner.' },
};

export function clearedWords(
  id: DataPlaceId,
  before: readonly DataPlace[] | null,
  after: readonly DataPlace[],
): string {
  const bytesOf = (places: readonly DataPlace[] | null) =>
    places?.find((place) => place.id === id)?.bytes ?? 0;
  const { title } = placeWords[id];
  const freed = bytesOf(before) - bytesOf(after);
  return freed > 0
    ? `${title}: ${formatBytes(freed)} cleared. They are made again when they are needed.`
    : `${title}: there was nothing to clear.`;
}
