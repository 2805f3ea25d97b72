/** The engine in this process: one loaded model, one call at a time. The window talks to the same thing through remote/. */
import path from 'node:path';
import { createCalibration } from './inference/calibrate-model.ts';
import type {
  AnswerEvent,
  AnswerRequest,
  CallOptions,
  Engine,
  EngineOptions,
  ModelInfo,
  ModelSource,
} from './engine.ts';
import { EngineError } from './errors.ts';
import { evaluateModel } from './evaluation/evaluate-model.ts';
import { checkPrecision } from './evaluation/precision-check.ts';
import { answer } from './inference/answer.ts';
import { deviceLadder } from './inference/devices.ts';
import { encodeImage, prepareCached } from './inference/encode.ts';
import { inspectModel } from './inference/inspect-model.ts';
import { describeModel, loadModel } from './inference/loaded-model.ts';
import type { LoadedModel } from './inference/loaded-model.ts';
import { planReduction } from './inference/plan-reduction.ts';
import { choosePrecision, parsePrecision } from './inference/precision.ts';
import { requestQueue } from './inference/request-queue.ts';
import { saveFeatures } from './inference/save.ts';
import { viewsSpec } from './inference/visual-input.ts';
import { bundledCalibrations } from './bundled/assets.ts';
import { userCacheDirectory } from './files/cache-directory.ts';
import { memoryRoom } from './runtime/memory.ts';
import { previewImage } from './vision/preview.ts';

/**
 * Opens nothing yet: devices are probed and weights read by `load`.
 * Throws `bad-input` for options that make no sense.
 */
export function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const precision = parsePrecision(options.precision ?? 'auto');
  const ladder = deviceLadder(options.device ?? 'auto', checkThreads(options.threads));
  const calibrationDirectories = options.calibrationDirectories ?? [bundledCalibrations()];
  const cacheDirectory = options.cacheDirectory ?? userCacheDirectory();
  const copiesDirectory = path.join(cacheDirectory, 'quantised');
  const queue = requestQueue();
  let current: LoadedModel | undefined;
  let closed = false;

  const turn = async <T>(call: CallOptions | undefined, work: () => Promise<T>): Promise<T> => {
    const leave = await queue.enter(call?.signal);
    try {
      if (closed) throw new EngineError('engine-died', 'The engine was closed; start it again.');
      return await work();
    } finally {
      leave();
    }
  };
  const loaded = (): LoadedModel => {
    if (current !== undefined) return current;
    throw new EngineError('not-loaded', 'No model is loaded; load one first.');
  };

  const load = async (source: ModelSource, call: CallOptions | undefined): Promise<ModelInfo> => {
    const next = await loadModel(source, {
      chooseDevice: () => ladder.choose(),
      choosePrecision: (device) => choosePrecision(precision, device),
      copiesDirectory,
      calibrationDirectories,
      signal: call?.signal,
      onProgress: call?.onProgress,
    });
    await current?.release();
    current = next;
    return describeModel(next);
  };

  async function* answerInTurn(request: AnswerRequest, call: CallOptions = {}): AsyncGenerator<AnswerEvent> {
    const leave = await queue.enter(call.signal);
    try {
      yield* answer(loaded(), request, call.signal);
    } finally {
      leave();
    }
  }

  return Promise.resolve({
    load: (source, call) => turn(call, () => load(source, call)),
    encode: (request, call) =>
      turn(call, async () => {
        const model = loaded();
        const { spec } = model.checkpoint;
        const run = await model.tower.open(planReduction(model, request.reduction));
        const prepared = await prepareCached(model, request.image, viewsSpec(spec, true));
        const image = await encodeImage(model, run, prepared, {
          scores: request.scores ?? false,
          signal: call?.signal,
        });
        if (request.saveFeatures !== undefined) {
          await saveFeatures(request.saveFeatures, spec, image);
        }
        return image.encoding;
      }),
    answer: answerInTurn,
    calibrate: (request, call) => turn(call, () => createCalibration(loaded(), request, call ?? {})),
    evaluate: (request, call = {}) =>
      evaluateModel(
        {
          inTurn: (work) => turn(call, () => work(loaded())),
          directory: path.join(cacheDirectory, 'evaluation'),
        },
        request,
        call,
      ),
    // Neither touches the sessions, so neither waits for them.
    preview: (image, maxSide) => previewImage(image, maxSide, current?.checkpoint.spec.preprocess),
    inspect: (directory) =>
      inspectModel(directory, {
        precision: precision === 'auto' ? 'fp32' : precision,
        calibrationDirectories,
        room: memoryRoom(),
      }),
    devices: (call) => turn(call, () => ladder.report()),
    checkPrecision: (request, call) =>
      turn(call, () => checkPrecision(loaded(), request, copiesDirectory, call ?? {})),
    close: async () => {
      const leave = await queue.enter(undefined);
      try {
        closed = true;
        await current?.release();
        current = undefined;
      } finally {
        leave();
      }
    },
  });
}

function checkThreads(threads: number | undefined): number {
  if (threads === undefined) return 0; // the runtime counts the cores
  if (Number.isInteger(threads) && threads >= 1 && threads <= 256) return threads;
  throw new EngineError(
    'bad-input',
    `${String(threads)} is not a number of threads; give a whole number from 1 to 256.`,
  );
}
