/** Everything that is alive while a model is loaded: checkpoint, sessions, tokenizer, calibration, image cache. It answers nothing itself. */
import { cellsPerView } from '../connectors/cells.ts';
import { connectors } from '../connectors/connectors.ts';
import { loadCalibration } from './find-calibration.ts';
import type { LoadedCalibration } from './find-calibration.ts';
import { findPublished } from '../calibration/published-thresholds.ts';
import { openCheckpoint } from '../checkpoint/open.ts';
import { readWeight } from '../files/safetensors-read.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Precision } from '../checkpoint/memory-needs.ts';
import type {
  ImageBackend,
  ModelInfo,
  ModelSource,
  Progress,
  PublishedThresholds,
  TowerPrecision,
} from '../engine.ts';
import { throwIfAborted } from '../errors.ts';
import { generationInfo } from '../language/decoding.ts';
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

export interface LoadedModel {
  readonly checkpoint: Checkpoint;
  readonly device: Device;
  readonly precision: Precision;
  readonly towerPrecision: TowerPrecision;
  readonly tokenizer: Tokenizer;
  readonly tower: VisionTower;
  readonly calibration: LoadedCalibration | undefined;
  readonly published: PublishedThresholds | undefined;
  /** The engine's, whatever model is loaded. */
  readonly images: PictureStore;
  /** Pictures encoded for the last answers that asked to reuse. */
  readonly looks: KeptLooks;
  /** Of the tower, in its precision. */
  readonly sessions: SessionFactory;
  /** Sentences about the loading. */
  readonly notes: readonly string[];
  /** The learned row that ends grid rows and videos [D_text], where the model has one. */
  newline(): Promise<Float32Array | undefined>;
  /** Loaded at the first question: an overlay needs no language model. */
  languageModel(): Promise<LanguageModel>;
  release(): Promise<void>;
}

export interface LoadOptions {
  /** Asked only once the checkpoint has been found good. */
  readonly chooseDevice: () => Promise<Device>;
  /** Asked once the device is known: not every device can do every precision. */
  readonly choosePrecision: (device: Device) => Promise<Precision>;
  /** Where quantised copies of language models lie. */
  readonly copiesDirectory: string;
  readonly calibrationDirectories: readonly string[];
  readonly imageBackend?: ImageBackend; // torchvision unless said
  readonly tower?: TowerPrecision; // what the source does not say; fp32 unless said
  readonly images: PictureStore;
  /** Asked before the language model is loaded, which is refused where it cannot fit; not asked where it is absent. */
  readonly room?: () => MemoryRoom;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Throws `bad-checkpoint`, `unsupported` or `bad-calibration`; nothing stays loaded then. */
export async function loadModel(source: ModelSource, options: LoadOptions): Promise<LoadedModel> {
  const step = (stage: string, done: number): void => {
    throwIfAborted(options.signal);
    options.onProgress?.({ stage, done, total: 3 });
  };
  step('Reading the checkpoint', 0);
  const towerPrecision = source.tower ?? options.tower ?? 'fp32';
  const opened = await openCheckpoint(source.directory, undefined, options.imageBackend);
  const checkpoint = withTower(opened, towerPrecision);
  const tokenizer = createTokenizer(checkpoint.tokenizer);
  const calibration = await loadCalibration(
    checkpoint,
    source.calibration,
    options.calibrationDirectories,
    options.images.route,
  );
  const published = await findPublished(checkpoint.spec.vision, options.calibrationDirectories);
  const device = await options.chooseDevice();
  const precision = await options.choosePrecision(device);
  const copies = {
    directory: options.copiesDirectory,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  const encoder = await towerFactory(checkpoint, device, towerPrecision, copies);
  const decoder = await decoderSessions(checkpoint, device, precision, copies);
  step('Loading the vision encoder', 1);
  const tower = await openVisionTower(
    encoder.sessions,
    checkpoint.spec,
    connectors[checkpoint.family.connector],
    undefined,
    sessionFactory(checkpoint, device),
  );
  const newline = once(async () =>
    checkpoint.spec.newline === true ? readWeight(checkpoint.weights.get('newline')) : undefined,
  );
  const language = once(() => {
    if (options.room !== undefined && device.provider === 'cpu')
      refuseTooLarge(checkpoint, precision, towerPrecision, options.room());
    return openLanguageModel(decoder.sessions, checkpoint.spec.text);
  });
  options.onProgress?.({ stage: 'Ready', done: 3, total: 3 });
  return {
    checkpoint,
    device,
    precision,
    towerPrecision,
    tokenizer,
    tower,
    calibration,
    published,
    images: options.images,
    looks: keepLooks(),
    sessions: encoder.sessions,
    notes: [
      ...checkpoint.notes,
      ...tokenizer.notes,
      ...encoder.notes,
      ...decoder.notes,
      ...(calibration?.notes ?? []),
    ],
    newline: newline.get,
    languageModel: language.get,
    async release() {
      await tower.release();
      await language.made()?.then((model) => model.release());
    },
  };
}

export function describeModel(model: LoadedModel): ModelInfo {
  const { checkpoint, calibration, published } = model;
  const { vision, text } = checkpoint.spec;
  return {
    name: checkpoint.spec.name,
    directory: checkpoint.directory,
    family: checkpoint.spec.family,
    parameters: checkpoint.parameters,
    tokensPerView: vision.patches,
    ...cellsPerView(checkpoint.spec),
    grid: [vision.gridSide, vision.gridSide],
    layers: vision.executedLayers,
    classToken: vision.classToken,
    maxPositions: text.maxPositions,
    device: model.device.name,
    precision: model.precision,
    tower: model.towerPrecision,
    imageBackend: checkpoint.spec.preprocess.backend,
    calibration: calibration?.info ?? null,
    generation: generationInfo(checkpoint.generation),
    ...(published === undefined ? {} : { published }),
    ...(model.notes.length === 0 ? {} : { notes: model.notes }),
  };
}
