/** The model and the process that runs it: what is loaded, what the devices said. Loads nothing itself. */
import type { KnownModel } from '../../electron/bridge.ts';
import type { CreateSlice } from './slice.ts';
import type { DeviceReport, ImageBackend, ModelInfo, Progress } from '../../src-engine/engine.ts';

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

export type EngineState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'restarting'; readonly cause: string }
  | { readonly kind: 'failed'; readonly cause: string };

export type DevicesState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly report: DeviceReport }
  | { readonly kind: 'failed'; readonly message: string };

export interface ModelSlice {
  readonly model: ModelState;
  readonly engine: EngineState;
  readonly devices: DevicesState;
  /** Folder of the model that ships with the application. */
  readonly embedded: string | null;
  /** Folders of models that were in use, the newest first; the embedded one is not among them. */
  readonly knownModels: readonly KnownModel[];
  /** Whose resizing models are loaded with. */
  readonly imageBackend: ImageBackend;
  readonly setImageBackend: (backend: ImageBackend) => void;
  readonly setKnownModels: (models: readonly KnownModel[]) => void;
  readonly setEmbedded: (directory: string) => void;
  readonly setModel: (model: ModelState) => void;
  readonly setEngine: (engine: EngineState) => void;
  readonly setDevices: (devices: DevicesState) => void;
}

export const createModelSlice: CreateSlice<ModelSlice> = (set) => ({
  model: { kind: 'none' },
  engine: { kind: 'starting' },
  devices: { kind: 'unknown' },
  embedded: null,
  knownModels: [],
  imageBackend: 'torchvision',
  setImageBackend: (imageBackend) => set({ imageBackend }),
  setKnownModels: (knownModels) => set({ knownModels }),
  setEmbedded: (embedded) => set({ embedded }),
  setModel: (model) => set({ model }),
  setEngine: (engine) => set({ engine }),
  setDevices: (devices) => set({ devices }),
});

/** The facts of the model in use, also while another one is being loaded. */
export function modelInfo(model: ModelState): ModelInfo | null {
  if (model.kind === 'ready') return model.info;
  return model.kind === 'loading' ? model.before : null;
}
