/** `Engine.bench`: what merging brings on this machine, measured on a model's shape. Finds, checks, loads, runs, sums up, and lets everything go. */
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Precision, WeightForms } from '../checkpoint/memory-needs.ts';
import type {
  BenchReport,
  BenchRequest,
  BenchStage,
  CallOptions,
  ImageSource,
  TowerPrecision,
} from '../engine.ts';
import { EngineError } from '../errors.ts';
import { whyNotIntegers } from '../inference/integer-probe.ts';
import type { Pace } from '../inference/pace.ts';
import { choosePrecision } from '../inference/precision.ts';
import type { Device } from '../inference/session-factory.ts';
import { imageInput, viewsSpec } from '../inference/visual-input.ts';
import type { VisualInput } from '../inference/visual-input.ts';
import { memoryRoom } from '../runtime/memory.ts';
import { spreadOf } from '../report/spread.ts';
import { prepareImage } from '../vision/prepare.ts';
import type { PreparedImage } from '../vision/prepare.ts';
import { loadSubject } from './loaded.ts';
import type { Loaded } from './loaded.ts';
import { fittingPart } from './memory.ts';
import type { Measured } from './memory.ts';
import { makePicture } from './picture.ts';
import { remarksOn } from './remarks.ts';
import { runRounds } from './rounds.ts';
import { openStreamingRead } from './streaming-read.ts';
import { findSubject } from './subject.ts';
import type { Subject, SubjectOptions } from './subject.ts';
import { summarise } from './summary.ts';
import { budgetVariant, pairVariant, plainVariant, usualBudgets } from './variants.ts';

export interface BenchOptions extends SubjectOptions {
  /** Asked only once the subject has been found good. */
  readonly chooseDevice: () => Promise<Device>;
  readonly copiesDirectory: string;
  /** Where the request does not say. */
  readonly tower: TowerPrecision;
  /** Likewise. */
  readonly precision: Precision | 'auto';
  /** The picture of a request. Throws `bad-input`. */
  readonly sourceOf: (image: NonNullable<BenchRequest['image']>) => ImageSource;
  readonly pace: Pace;
  /** Call the result for who else ran or waited since, or what else disturbed. */
  readonly watch: () => () => readonly string[];
  readonly onProgress: CallOptions['onProgress'];
}

/** Throws `bad-input` (request, memory, disk), what opening a checkpoint throws, `no-device`, `unsupported` and `aborted`. */
export async function bench(request: BenchRequest, options: BenchOptions): Promise<BenchReport> {
  return benchSubject(await findSubject(request.subject, options), request, options);
}

/** The same of a subject that is found already. */
export async function benchSubject(
  subject: Subject,
  request: Omit<BenchRequest, 'subject'>,
  options: BenchOptions,
): Promise<BenchReport> {
  const beforeBytes = process.memoryUsage.rss();
  const stages = stagesOf(subject, request);
  const { spec } = subject;
  const variants = [
    plainVariant(spec.vision),
    ...(request.budgets ?? usualBudgets).map((share) => budgetVariant(spec.vision, share)),
    pairVariant(spec.vision),
  ];
  const device = await options.chooseDevice();
  const precision = await choosePrecision(request.precision ?? options.precision, device);
  const towerPrecision = request.towerPrecision ?? options.tower;
  const source = request.image === undefined ? await makePicture() : options.sourceOf(request.image);
  const prepare = (): Promise<PreparedImage> => prepareImage(source, viewsSpec(spec, 'alone'));
  const input = imageInput(spec, await prepare(), source, 'faithful');
  const views = viewsIn(input);
  const room = memoryRoom();
  const forms: WeightForms = {
    int8Tower: towerPrecision === 'int8',
    int8Columns: precision === 'int8' && (await whyNotIntegers(device.provider)) === undefined,
  };
  const part = fittingPart({
    ...subject,
    precision,
    forms,
    stages,
    languageLayers: request.languageLayers,
    picture: views > 5 ? 'largest' : 'usual',
    available: room.available,
  });
  const loaded = await loadSubject(subject, part, {
    device,
    precision,
    towerPrecision,
    stages,
    copiesDirectory:
      subject.weights === 'own' ? options.copiesDirectory : join(subject.directory, 'quantised'),
    call: { signal: options.pace.signal, onProgress: options.onProgress },
  });
  try {
    const rounds = await runRounds(loaded, input, variants, {
      ...options,
      rounds: request.rounds,
      preprocess: async () => {
        await prepare();
      },
      openStreamingRead: () => streamingRead(loaded, device),
    });
    const { streamingReads } = rounds;
    const read = streamingReads.length === 0 ? undefined : spreadOf(streamingReads).median;
    const figures = summarise(rounds, {
      ...part,
      layers: spec.text.layers,
      precision,
      forms,
      views,
      streamingReads,
    });
    const image = input.images[0];
    const positions = rounds.series[0]?.samples[0]?.language?.positions;
    return {
      shape: subject.name,
      weights: subject.weights,
      device: device.name,
      threads: device.threads,
      processor: processorName(),
      precision,
      towerPrecision,
      rounds: rounds.rounds,
      picture: { name: nameOf(source), width: image?.source.width ?? 0, height: image?.source.height ?? 0 },
      views,
      tokensPerView: spec.vision.patches,
      ...(positions === undefined ? {} : { promptPositions: positions }),
      ...figures,
      ...(read === undefined ? {} : { streamingReadBytesPerSecond: read }),
      memory: { beforeBytes, estimatedBytes: part.estimatedBytes, availableBytes: room.available },
      ...scaledLayers(part, subject, stages),
      remarks: remarksOn({ subject, part, stages, rounds, notes: loaded.notes, device }),
    };
  } finally {
    await loaded.release();
  }
}

function stagesOf({ name, stages }: Subject, request: Omit<BenchRequest, 'subject'>): readonly BenchStage[] {
  const asked = request.stages ?? stages;
  const missing = asked.find((stage) => !stages.includes(stage));
  if (missing !== undefined) {
    throw new EngineError('bad-input', `${name} is an encoder alone, so no language model can be measured`, {
      remedy: 'measure its encoder, or a whole model',
    });
  }
  return asked.includes('language') ? ['encode', 'language'] : ['encode'];
}

/** Decoding is held against the processor's memory; a graphics processor has its own. */
async function streamingRead({ language }: Loaded, { provider, threads }: Device) {
  return language === undefined || provider !== 'cpu' ? undefined : openStreamingRead(threads);
}

function scaledLayers(
  { spec }: Measured,
  { spec: whole }: Subject,
  stages: readonly BenchStage[],
): Pick<BenchReport, 'scaled'> {
  const [measuredLayers, layers] = [spec.text.layers, whole.text.layers];
  return stages.includes('language') && measuredLayers < layers ? { scaled: { measuredLayers, layers } } : {};
}

const viewsIn = ({ images }: VisualInput): number =>
  images.reduce((sum, image) => sum + image.views.length, 0);

const nameOf = (source: ImageSource): string => (source.kind === 'bytes' ? source.name : source.path);

function processorName(): string {
  const all = cpus();
  const model = all[0]?.model.trim() ?? '';
  return `${model === '' ? 'unknown processor' : model}, ${all.length} logical`;
}
