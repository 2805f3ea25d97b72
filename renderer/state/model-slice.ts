/** The model and the process that runs it: what is loaded, what the devices said. Loads nothing itself. */
import type { EngineStatus, KnownModel } from '../../electron/bridge.ts';
import type { CreateSlice } from './slice.ts';
import type {
  DeviceReport,
  ImageBackend,
  LanguagePrecision,
  ModelInfo,
  Progress,
  TowerPrecision,
} from '../../src-engine/engine.ts';

/** What the engine takes unless another one is chosen. */
export const exactPrecision = 'fp32';

/** As many as the list of known models has. */
const mostRemembered = 30;

/** Which calibration an encoder is loaded with. */
export interface CalibrationChoice {
  /** The one that ships with the program, whatever others there are. */
  readonly shipped: boolean;
  /** A file of the user's own, which stays known while the shipped one is in use. */
  readonly own?: string | undefined;
}

export type ModelState =
  | { readonly kind: 'none' }
  /** `before` stays in use if the new one fails. */
  | {
      readonly kind: 'loading';
      readonly directory: string;
      readonly progress: Progress | null;
      readonly before: ModelInfo | null;
    }
  | { readonly kind: 'ready'; readonly info: ModelInfo }
  | { readonly kind: 'failed'; readonly message: string };

export type DevicesState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly report: DeviceReport }
  | { readonly kind: 'failed'; readonly message: string };

/** It comes back by no patience of anybody's. */
export function hasStopped(engine: EngineStatus['kind']): boolean {
  return engine === 'failed' || engine === 'gone';
}

export interface ModelSlice {
  readonly model: ModelState;
  readonly engine: EngineStatus;
  readonly devices: DevicesState;
  /** Folder of the model that ships with the application. */
  readonly embedded: string | null;
  /** Folders of models that were in use, the newest first; the embedded one is not among them. */
  readonly knownModels: readonly KnownModel[];
  /** Whose resizing models are loaded with. */
  readonly imageBackend: ImageBackend;
  /** Folders of the models whose vision encoder is loaded in its fast form. */
  readonly fastEncoders: readonly string[];
  /** Of the language model, by the model's folder; the exact one unless said. */
  readonly languagePrecisions: Readonly<Record<string, LanguagePrecision>>;
  /** By `calibrationKey`: where nothing is said, the newest that is found. */
  readonly calibrationChoices: Readonly<Record<string, CalibrationChoice>>;
  readonly setImageBackend: (backend: ImageBackend) => void;
  readonly setFastEncoders: (directories: readonly string[]) => void;
  readonly chooseTower: (directory: string, tower: TowerPrecision) => void;
  readonly setLanguagePrecisions: (precisions: Readonly<Record<string, LanguagePrecision>>) => void;
  readonly choosePrecision: (directory: string, precision: LanguagePrecision) => void;
  readonly setCalibrationChoices: (choices: Readonly<Record<string, CalibrationChoice>>) => void;
  readonly chooseCalibration: (key: string, choice: CalibrationChoice) => void;
  readonly setKnownModels: (models: readonly KnownModel[]) => void;
  readonly setEmbedded: (directory: string) => void;
  readonly setModel: (model: ModelState) => void;
  readonly setEngine: (engine: EngineStatus) => void;
  readonly setDevices: (devices: DevicesState) => void;
}

export const createModelSlice: CreateSlice<ModelSlice> = (set) => ({
  model: { kind: 'none' },
  engine: { kind: 'starting' },
  devices: { kind: 'unknown' },
  embedded: null,
  knownModels: [],
  imageBackend: 'torchvision',
  fastEncoders: [],
  languagePrecisions: {},
  calibrationChoices: {},
  setImageBackend: (imageBackend) => set({ imageBackend }),
  setFastEncoders: (fastEncoders) => set({ fastEncoders }),
  chooseTower: (directory, tower) =>
    set(({ fastEncoders }) => {
      const others = fastEncoders.filter((each) => each !== directory);
      return { fastEncoders: tower === 'int8' ? [directory, ...others].slice(0, mostRemembered) : others };
    }),
  setLanguagePrecisions: (languagePrecisions) => set({ languagePrecisions }),
  choosePrecision: (directory, precision) =>
    set(({ languagePrecisions }) => {
      const others = Object.entries(languagePrecisions).filter(([each]) => each !== directory);
      const chosen = precision === exactPrecision ? [] : [[directory, precision] as const];
      return { languagePrecisions: Object.fromEntries([...chosen, ...others].slice(0, mostRemembered)) };
    }),
  setCalibrationChoices: (calibrationChoices) => set({ calibrationChoices }),
  chooseCalibration: (key, choice) =>
    set(({ calibrationChoices }) => {
      const others = Object.entries(calibrationChoices).filter(([each]) => each !== key);
      return {
        calibrationChoices: Object.fromEntries([[key, choice] as const, ...others].slice(0, mostRemembered)),
      };
    }),
  setKnownModels: (knownModels) => set({ knownModels }),
  setEmbedded: (embedded) => set({ embedded }),
  setModel: (model) => set({ model }),
  setEngine: (engine) => set({ engine }),
  setDevices: (devices) => set({ devices }),
});

/** Of an encoder of a model in its precision: each has calibrations of its own. The embedded model may lie elsewhere at every start. */
export function calibrationKey(
  state: Pick<ModelSlice, 'embedded' | 'fastEncoders'>,
  directory: string,
): string {
  const place = directory === state.embedded ? 'embedded' : directory;
  return towerOf(state, directory) === 'int8' ? `${place} (int8)` : place;
}

export function towerOf(
  { fastEncoders }: Pick<ModelSlice, 'fastEncoders'>,
  directory: string,
): TowerPrecision {
  return fastEncoders.includes(directory) ? 'int8' : 'fp32';
}

/** The facts of the model in use, also while another one is being loaded. */
export function modelInfo(model: ModelState): ModelInfo | null {
  if (model.kind === 'ready') return model.info;
  return model.kind === 'loading' ? model.before : null;
}
