/** Changing the model, and the list of those that were in use: the embedded one is always there, the others are remembered by their folders. */
import type { KnownModel } from '../../electron/bridge.ts';
import type {
  ImageBackend,
  LanguagePrecision,
  ModelSource,
  TowerPrecision,
} from '../../src-engine/engine.ts';
import { calibrationKey, exactPrecision, modelInfo } from '../state/model-slice.ts';
import type { Deps } from './deps.ts';
import { folderName } from '../words/collection-words.ts';
import { sentenceOf } from './engine-link.ts';
import type { ModelLoader } from './model-loader.ts';

export interface Models {
  /** Loads it and remembers it; what it replaces stays in use where it does not load. */
  readonly adopt: (source: ModelSource, calibration?: 'meant') => Promise<void>;
  readonly useEmbedded: () => Promise<void>;
  /** Loads the model in use again, to be given pictures that are resized in another way. */
  readonly useBackend: (backend: ImageBackend) => Promise<void>;
  /** Loads the model in use again with its vision encoder in this form, and remembers it for this model. */
  readonly useTower: (tower: TowerPrecision) => Promise<void>;
  /** Loads the model in use again with its language model in this precision, and remembers it for this model. */
  readonly usePrecision: (precision: LanguagePrecision) => Promise<void>;
  /** Loads the model in use again with this calibration file; where it is none, or not for this model, a notice says so and nothing changes. */
  readonly useCalibration: (file: string) => Promise<void>;
  /** Loads the model in use again with the calibration that came with the program, also at later starts. */
  readonly useShippedCalibration: () => Promise<void>;
  /** Looks again which folders are there. */
  readonly refresh: () => Promise<void>;
  /** Takes one out of the list; the notice offers to take that back. Nothing in the folder is touched. */
  readonly forget: (model: KnownModel) => Promise<void>;
}

interface Parts {
  readonly loader: ModelLoader;
  /** The model is about to change: answers and measurements end. */
  readonly beforeChange: () => void;
  readonly afterChange: () => void;
}

export function createModels(
  { store, bridge, link }: Deps,
  { loader, beforeChange, afterChange }: Parts,
): Models {
  const failed = (error: unknown) => {
    const { text, detail } = sentenceOf(error);
    store.getState().notify('error', text, { detail });
  };
  const show = (models: readonly KnownModel[]) => store.getState().setKnownModels(models);

  async function adopt(source: ModelSource, calibration?: 'meant'): Promise<void> {
    beforeChange();
    const loaded = await loader.load(source, calibration);
    if (loaded && calibration === 'meant' && source.calibration !== undefined) {
      const { chooseCalibration } = store.getState();
      chooseCalibration(calibrationKey(store.getState(), source.directory), {
        shipped: false,
        own: source.calibration,
      });
    }
    if (loaded) afterChange();
    try {
      if (loaded) await remember(source);
      else show(await bridge.knownModels()); // perhaps its folder has gone
    } catch (error) {
      failed(error);
    }
  }

  async function useBackend(backend: ImageBackend): Promise<void> {
    const { imageBackend: before, setImageBackend } = store.getState();
    if (backend === before) return;
    setImageBackend(backend);
    const source = loader.current;
    if (source === null || link.connected === null) return; // the next load takes it
    beforeChange();
    if (await loader.load(source)) afterChange();
    else if (store.getState().imageBackend === backend) setImageBackend(before);
  }

  async function useTower(tower: TowerPrecision): Promise<void> {
    const source = loader.current;
    const info = modelInfo(store.getState().model);
    if (source === null || info === null || info.tower === tower || link.connected === null) return;
    const state = store.getState();
    // This encoder's own comes back with it.
    if (source.calibration !== undefined)
      state.chooseCalibration(calibrationKey(state, source.directory), {
        shipped: false,
        own: source.calibration,
      });
    state.chooseTower(source.directory, tower);
    beforeChange();
    if (await loader.load(ofEncoder(source))) afterChange();
    else store.getState().chooseTower(source.directory, info.tower); // why it did not load stands in the notices
  }

  async function usePrecision(precision: LanguagePrecision): Promise<void> {
    const source = loader.current;
    const info = modelInfo(store.getState().model);
    if (source === null || info === null || info.precision === precision || link.connected === null) return;
    const { languagePrecisions, choosePrecision } = store.getState();
    const before = languagePrecisions[source.directory] ?? exactPrecision;
    choosePrecision(source.directory, precision);
    beforeChange();
    if (await loader.load(source)) afterChange();
    else choosePrecision(source.directory, before); // why it did not load stands in the notices
  }

  async function useCalibration(file: string): Promise<void> {
    const source = loader.current;
    if (source === null) return; // why no model is loaded stands in the notices
    await adopt({ ...ofEncoder(source), calibration: file }, 'meant');
    if (loader.current?.calibration === file)
      store.getState().notify('info', `The calibration ${folderName(file)} is in use.`);
  }

  async function useShippedCalibration(): Promise<void> {
    const source = loader.current;
    const info = modelInfo(store.getState().model);
    if (source === null || info === null || link.connected === null) return;
    const state = store.getState();
    const key = calibrationKey(state, source.directory);
    const before = state.calibrationChoices[key] ?? { shipped: false };
    const own = info.calibrationFile?.shipped === false ? info.calibrationFile.file : before.own;
    state.chooseCalibration(key, { shipped: true, own });
    await adopt(ofEncoder(source));
    if (modelInfo(store.getState().model)?.calibrationFile?.shipped === true)
      store.getState().notify('info', 'The calibration that came with DyMU Explorer is in use.');
    else store.getState().chooseCalibration(key, before); // why it did not load stands in the notices
  }

  async function remember(source: ModelSource): Promise<void> {
    const { model, embedded } = store.getState();
    const info = modelInfo(model);
    // What was given may be a name on the hub; the folder is found again without the cache it was looked up in.
    const found = { ...source, directory: info?.directory ?? source.directory };
    const own = source.directory !== embedded;
    await bridge.settings.write({ model: own ? found : null });
    const name = info?.name ?? source.directory;
    show(own ? await bridge.rememberModel({ ...found, name }) : await bridge.knownModels());
  }

  return {
    adopt,
    useEmbedded: async () => {
      const { embedded } = store.getState();
      if (embedded !== null) await adopt({ directory: embedded });
    },
    useBackend,
    useTower,
    usePrecision,
    useCalibration,
    useShippedCalibration,
    refresh: async () => {
      await bridge.knownModels().then(show, failed);
    },
    forget: async ({ directory, name, calibration }) => {
      const model = { directory, name, ...(calibration === undefined ? {} : { calibration }) };
      await bridge.forgetModel(model.directory).then(show, failed);
      store.getState().notify('info', `${model.name} is no longer in the list; its folder is as it was.`, {
        action: {
          label: 'Undo',
          run: () => void bridge.rememberModel(model).then(show, failed),
        },
      });
    },
  };
}

/** Without a calibration: that is chosen for the encoder that is loaded. */
function ofEncoder({ calibration: _, shippedCalibration: __, ...source }: ModelSource): ModelSource {
  return source;
}
