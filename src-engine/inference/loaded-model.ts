/** Everything that is alive while a model is loaded: checkpoint, sessions, tokenizer, calibration, image cache. It answers nothing itself. */
import type { Connector } from '../connectors/connector.ts';
import { connectors } from '../connectors/connectors.ts';
import { loadCalibration } from './find-calibration.ts';
import type { LoadedCalibration } from './find-calibration.ts';
import { findPublished } from '../calibration/published-thresholds.ts';
import { openEncoder } from '../checkpoint/open.ts';
import { readWeight } from '../files/safetensors-read.ts';
import type { Checkpoint, EncoderCheckpoint, TowerCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Precision } from '../checkpoint/memory-needs.ts';
import type { CopyOptions } from '../checkpoint/quantised/quantised-copy.ts';
import type {
  CalibrationFile,
  ImageBackend,
  ModelSource,
  Progress,
  PublishedThresholds,
  TowerPrecision,
} from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { createTokenizer } from '../language/tokenizer.ts';
import type { Tokenizer } from '../language/tokenizer.ts';
import type { MemoryRoom } from '../runtime/memory.ts';
import type { PictureStore } from '../vision/picture-store.ts';
import { decoderSessions } from './decoder-sessions.ts';
import { keepLooks } from './kept-looks.ts';
import type { KeptLooks } from './kept-looks.ts';
import { openLanguageModel } from './language-model.ts';
import type { LanguageModel } from './language-model.ts';
import { refuseTooLarge } from './memory-fit.ts';
import { once } from './once.ts';
import { sessionFactory } from './session-factory.ts';
import type { Device, SessionFactory } from './session-factory.ts';
import { towerFactory, withTower } from './tower-precision.ts';
import { openVisionTower } from './vision-tower.ts';
import type { VisionTower } from './vision-tower.ts';

/** An encoder at work: all that tokens of pictures, their counts and a calibration need. */
export interface LoadedEncoder {
  readonly checkpoint: EncoderCheckpoint;
  readonly device: Device;
  /** Of the language model; without one fp32, as everything is that no other precision is said of. */
  readonly precision: Precision;
  readonly towerPrecision: TowerPrecision;
  readonly tower: VisionTower;
  readonly calibration: LoadedCalibration | undefined;
  /** Those for this encoder that are not in use. */
  readonly otherCalibrations: readonly CalibrationFile[];
  readonly published: PublishedThresholds | undefined;
  /** The engine's, whatever model is loaded. */
  readonly images: PictureStore;
  /** Of the tower, in its precision. */
  readonly sessions: SessionFactory;
  /** Sentences about the loading. */
  readonly notes: readonly string[];
  release(): Promise<void>;
}

/** An encoder alone. */
export interface LoadedTower extends LoadedEncoder {
  readonly kind: 'tower';
  readonly checkpoint: TowerCheckpoint;
}

/** A model that answers. */
export interface LoadedModel extends LoadedEncoder {
  readonly kind: 'model';
  readonly checkpoint: Checkpoint;
  readonly tokenizer: Tokenizer;
  /** Pictures encoded for the last answers that asked to reuse. */
  readonly looks: KeptLooks;
  /** The learned row that ends grid rows and videos [D_text], where the model has one. */
  newline(): Promise<Float32Array | undefined>;
  /** Loaded at the first question: an overlay needs no language model. */
  languageModel(): Promise<LanguageModel>;
}

export type Loaded = LoadedTower | LoadedModel;

/** Throws `unsupported` for an encoder alone. */
export function requireLanguage(loaded: Loaded): LoadedModel {
  if (loaded.kind === 'model') return loaded;
  const fact = `${loaded.checkpoint.spec.name} is a vision encoder without a language model, so no question can be put to it`;
  throw new EngineError('unsupported', fact, {
    remedy: 'open a model that has both, such as LLaVA-1.5 or SmolVLM',
  });
}

export interface LoadOptions {
  /** Asked only once the checkpoint has been found good. */
  readonly chooseDevice: () => Promise<Device>;
  /** Asked once the device is known: not every device can do every precision. */
  readonly choosePrecision: (device: Device) => Promise<Precision>;
  /** Where quantised copies of language models lie. */
  readonly copiesDirectory: string;
  readonly calibrationDirectories: readonly string[];
  /** That one of them whose calibrations came with the program; none unless said. */
  readonly shippedCalibrations?: string;
  readonly imageBackend?: ImageBackend; // torchvision unless said
  readonly tower?: TowerPrecision; // what the source does not say; fp32 unless said
  readonly images: PictureStore;
  /** Asked before the language model is loaded, which is refused where it cannot fit; not asked where it is absent. */
  readonly room?: () => MemoryRoom;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** What a model has beside its encoder. */
interface Speech {
  readonly kind: 'model';
  readonly checkpoint: Checkpoint;
  readonly precision: Precision;
  readonly tokenizer: Tokenizer;
  readonly newline: LoadedModel['newline'];
  readonly languageModel: LoadedModel['languageModel'];
  readonly looks: KeptLooks;
}

interface Opening {
  readonly device: Device;
  readonly towerPrecision: TowerPrecision;
  readonly copies: CopyOptions;
  readonly options: LoadOptions;
}

/** Nothing of the language model is loaded yet, but its quantised copy is made where one is needed. */
async function openSpeech(
  checkpoint: Checkpoint,
  { device, towerPrecision, copies, options }: Opening,
): Promise<Part<Speech>> {
  const tokenizer = createTokenizer(checkpoint.tokenizer);
  const precision = await options.choosePrecision(device);
  const decoder = await decoderSessions(checkpoint, device, precision, copies);
  const newline = once(async () =>
    checkpoint.spec.newline === true ? readWeight(checkpoint.weights.get('newline')) : undefined,
  );
  const language = once(() => {
    if (options.room !== undefined && device.provider === 'cpu')
      refuseTooLarge(checkpoint, precision, towerPrecision, options.room());
    return openLanguageModel(decoder.sessions, checkpoint.spec.text);
  });
  return {
    fields: {
      kind: 'model',
      checkpoint,
      precision,
      tokenizer,
      looks: keepLooks(),
      newline: newline.get,
      languageModel: language.get,
    },
    connector: connectors[checkpoint.family.connector],
    notes: [...tokenizer.notes, ...decoder.notes],
    release: async () => {
      await language.made()?.then((model) => model.release());
    },
  };
}

interface Part<Fields> {
  readonly fields: Fields;
  readonly connector: Connector | undefined;
  readonly notes: readonly string[];
  release(): Promise<void>;
}

const noSpeech = (
  checkpoint: TowerCheckpoint,
): Part<Pick<LoadedTower, 'kind' | 'checkpoint' | 'precision'>> => ({
  fields: { kind: 'tower', checkpoint, precision: 'fp32' },
  connector: undefined,
  notes: [],
  release: () => Promise.resolve(),
});

/** Throws `bad-checkpoint`, `unsupported` or `bad-calibration`; nothing stays loaded then. */
export async function loadModel(source: ModelSource, options: LoadOptions): Promise<Loaded> {
  const step = (stage: string, done: number): void => {
    throwIfAborted(options.signal);
    options.onProgress?.({ stage, done, total: 3 });
  };
  step('Reading the checkpoint', 0);
  const towerPrecision = source.tower ?? options.tower ?? 'fp32';
  const checkpoint = withTower(await openEncoder(source.directory, options.imageBackend), towerPrecision);
  const { calibrationDirectories: directories, images } = options;
  const { calibration, others: otherCalibrations } = await loadCalibration(checkpoint, source, {
    directories,
    shipped: options.shippedCalibrations,
    route: images.route,
  });
  const published = await findPublished(checkpoint.spec.vision, directories);
  const device = await options.chooseDevice();
  const copies = {
    directory: options.copiesDirectory,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  const encoder = await towerFactory(checkpoint, device, towerPrecision, copies);
  const part =
    checkpoint.kind === 'tower'
      ? noSpeech(checkpoint)
      : await openSpeech(checkpoint, { device, towerPrecision, copies, options });
  step('Loading the vision encoder', 1);
  const tower = await openVisionTower(
    encoder.sessions,
    checkpoint.spec,
    part.connector,
    undefined,
    sessionFactory(checkpoint, device),
  );
  options.onProgress?.({ stage: 'Ready', done: 3, total: 3 });
  return {
    ...part.fields,
    device,
    towerPrecision,
    tower,
    calibration,
    otherCalibrations,
    published,
    images,
    sessions: encoder.sessions,
    notes: [...checkpoint.notes, ...part.notes, ...encoder.notes, ...(calibration?.notes ?? [])],
    async release() {
      await tower.release();
      await part.release();
    },
  };
}
