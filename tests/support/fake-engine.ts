/**
 * A scripted `Engine` for tests and for looking at the window without a model: deterministic owner maps and answers, real delays, aborts and
 * errors. It runs in Node and in browsers and reads no file.
 */
import type {
  AnswerEvent,
  AnswerRequest,
  EncodeRequest,
  Encoding,
  Engine,
  ImageRef,
  HubModels,
  ModelInfo,
  QueueRun,
} from '../../src-engine/engine.ts';
import { EngineError, throwIfAborted } from '../../src-engine/errors.ts';
import { createDesk, type CallKind, type ServedCall } from '../../src-engine/inference/desk.ts';
import { decodingFor, fakeAnswer, nameOf, picturesOf, sumTimings } from './fake-answer.ts';
import { fakeBench } from './fake-bench.ts';
import { fakeEncoding, sum } from './fake-encoding.ts';
import { fakeEvaluation, fakeQuestions } from './fake-evaluation.ts';
import { fakePlan } from './fake-hub-plan.ts';
import { hash } from './fake-merging.ts';
import { createFakeCollection, type FakeCollection } from './fake-collection.ts';
import { createFakeJobs } from './fake-jobs.ts';
import { fakePrecisionReport } from './fake-precision.ts';
import { fakePreview } from './fake-preview.ts';
import { fakeReading } from './fake-reading.ts';
import { fakeModel, layers, loadFake, patches } from './fake-model.ts';
import { fakeCalibration, fakeWork } from './fake-work.ts';

export { fakeModel };

export interface FakeEngineOptions {
  /** Waits before each result, ms. */
  readonly encodeDelayMs?: number;
  readonly pieceDelayMs?: number;
  readonly loadDelayMs?: number;
  readonly jobStepMs?: number; // 0 unless said
  readonly hubModels?: HubModels; // none unless said
  readonly queued?: readonly QueueRun[]; // at every address; none unless said
  /** True: no load() needed before the first request. */
  readonly loaded?: boolean;
  /** Throws or returns an error for a call that should fail; asked before every call. */
  readonly fail?: (call: CallKind, request: unknown) => EngineError | undefined;
  /** What every folder holds; default: 24 images each, nothing counted. */
  readonly collection?: FakeCollection;
  /** What a run answers; default: a sentence about the question. */
  readonly answer?: (request: AnswerRequest, share: number) => string;
}

/**
 * Names decide: an image whose path or name contains `missing` is not there, `broken` is no image; a model folder containing `broken` does
 * not load; fake-reading.ts knows more. Images differ in complexity, from 0.6 to 1.4 of the average.
 */
export function createFakeEngine(options: FakeEngineOptions = {}): Engine {
  let model: ModelInfo | undefined = options.loaded ? fakeModel : undefined;
  const desk = createDesk();
  const open = new Set<string>();
  let opened = 0;
  const collections = new Map<string, FakeCollection>();
  const collectionOf = (source: string): FakeCollection => {
    const made = options.collection ?? collections.get(source) ?? createFakeCollection();
    collections.set(source, made);
    return made;
  };
  let queued = options.queued ?? [];
  const jobs = createFakeJobs({
    model: () => model,
    work: (request) =>
      fakeWork(request, {
        need,
        collectionOf,
        run: () => wait(options.jobStepMs, undefined),
        engine: {
          answer: (asked) => answerNow(asked, alone),
          encode: (asked) => Promise.resolve(encodeNow(asked)),
        },
      }),
    inTurn: (work) => desk.inTurn('startJob', { urgency: 'background' }, work),
  });

  function check(call: CallKind, request: unknown): void {
    const failure = options.fail?.(call, request);
    if (failure) throw failure;
  }

  function need(): ModelInfo {
    if (model === undefined)
      throw new EngineError('not-loaded', 'No model is loaded; choose one on the Models page.');
    return model;
  }

  function encodeNow(request: EncodeRequest): Encoding {
    const info = need();
    const name = lookAt(request.image);
    if (request.laterFrames !== undefined && info.takes.framesPerView === undefined)
      throw new EngineError('bad-input', `${info.name} encodes one picture as one view`);
    return fakeEncoding(info, request, hash(name));
  }

  /** The name of a picture that can be read and, where it was opened, still is. */
  function lookAt(image: ImageRef): string {
    const name = nameOf(image);
    if (image.kind === 'open' && !open.has(image.id))
      throw new EngineError('bad-input', 'This picture is not open any more', { remedy: 'open it again' });
    if (name.includes('missing'))
      throw new EngineError('bad-input', `${name} is not there; check the path and open it again.`);
    if (name.includes('broken'))
      throw new EngineError(
        'bad-input',
        `${name} is not an image that can be read; open a PNG, JPEG or WebP.`,
      );
    return name;
  }

  async function* answerNow(request: AnswerRequest, served: ServedCall): AsyncGenerator<AnswerEvent, void> {
    check('answer', request);
    const encodings = picturesOf(request).map((image) => encodeNow({ image, reduction: request.reduction }));
    await step(options.encodeDelayMs, served);
    yield { kind: 'encoded', encodings };
    const visualTokens = sum(encodings.map((encoding) => encoding.tokens));
    const fullVisualTokens = sum(encodings.map((encoding) => encoding.fullTokens));
    const text = (options.answer ?? fakeAnswer)(request, visualTokens / Math.max(1, fullVisualTokens));
    const promptTokens = fullVisualTokens + request.question.split(/\s+/).length;
    const rows = request.virtualUnmerging ? promptTokens - fullVisualTokens + visualTokens : promptTokens;
    const prefillMs = 4 + rows * 0.25;
    yield { kind: 'prefilled', promptTokens, prefillMs };
    const pieces = text.split(/(?<= )/).slice(0, request.maxNewTokens);
    for (const piece of pieces) {
      await step(options.pieceDelayMs, served);
      yield { kind: 'piece', text: piece };
    }
    const encode = sumTimings(encodings);
    yield {
      kind: 'done',
      result: {
        text: pieces.join(''),
        tokens: pieces.map((piece) => hash(piece) % 512).concat(2),
        stopped:
          request.maxNewTokens !== undefined && pieces.length >= request.maxNewTokens ? 'length' : 'eos',
        decoding: decodingFor(request.sampling),
        promptTokens,
        visualTokens,
        fullVisualTokens,
        ...(encodings.length < 2
          ? {}
          : { shares: encodings.map(({ tokens, fullTokens }) => ({ tokens, fullTokens })) }),
        timings: {
          ...encode,
          prefillMs,
          firstTokenMs: encode.preprocessMs + encode.encodeMs + encode.projectMs + prefillMs,
          decodeMs: pieces.length * 5,
          tokensPerSecond: 200,
        },
        theory: { encode: 1e6 * visualTokens, prefill: 1e6 * rows },
        peakMemoryBytes: 180_000_000 + rows * 10_000,
        disturbedBy: served.disturbedBy(),
        pictures: encodings.flatMap(({ picture }) => picture ?? []),
        device: 'cpu',
        precision: 'fp32',
      },
    };
  }

  return {
    load: (source, call = {}) =>
      desk.inTurn('load', call, async (served) => {
        check('load', source);
        call.onProgress?.({ stage: 'Reading the checkpoint', done: 0, total: 2 });
        await step(options.loadDelayMs, served);
        call.onProgress?.({ stage: 'Loading weights', done: 1, total: 2 });
        model = loadFake(source);
        jobs.wake();
        return model;
      }),
    encode: (request, call = {}) =>
      desk.inTurn('encode', call, async (served) => {
        check('encode', request);
        await step(options.encodeDelayMs, served);
        return encodeNow(request);
      }),
    answer: (request, call) => desk.stream('answer', call, (served) => answerNow(request, served)),
    calibrate: (request, call = {}) =>
      desk.inTurn('calibrate', call, async (served) => {
        check('calibrate', request);
        const result = fakeCalibration(need(), request);
        const total = result.points.length;
        for (let done = 0; done < total; done += 1) {
          call.onProgress?.({ stage: `Finding thresholds, point ${done + 1} of ${total}`, done, total });
          await step(options.encodeDelayMs, served);
        }
        return result;
      }),
    evaluate: (request, call = {}) =>
      desk.inTurn('evaluate', call, async (served) => {
        check('evaluate', request);
        const result = fakeEvaluation(need(), request);
        for (const [done, { mode }] of result.rows.entries()) {
          call.onProgress?.({ stage: `Answering in mode ${mode}`, done, total: result.rows.length });
          await step(options.encodeDelayMs, served);
        }
        call.onProgress?.({ stage: 'Answered', done: result.rows.length, total: result.rows.length });
        return result;
      }),
    questions: (request, call = {}) =>
      desk.beside('questions', call, async () => {
        check('questions', request);
        await wait(0, call.signal);
        return fakeQuestions(request);
      }),
    open: (source, call = {}) =>
      desk.beside('open', call, async () => {
        check('open', source);
        await wait(0, call.signal);
        const name = lookAt(source);
        opened += 1;
        const id = `${opened}:${name}`;
        open.add(id);
        return { id, name, decodeMs: 1.5, ...fakeReading(source) };
      }),
    forget: (id, call = {}) =>
      desk.beside('forget', call, () => {
        open.delete(id);
        return Promise.resolve();
      }),
    preview: (image, maxSide, call = {}) =>
      desk.beside('preview', call, async () => {
        check('preview', image);
        await wait(0, call.signal);
        return fakePreview(hash(lookAt(image)), Math.min(maxSide, 128));
      }),
    inspect: (directory, call = {}) =>
      desk.beside('inspect', call, () => {
        check('inspect', directory);
        const info = loadFake({ directory });
        return Promise.resolve({
          family: info.family,
          supported: true,
          vision: { layers, width: 64, patches },
          text: { layers: 6, width: 64 },
          parameters: info.parameters,
          bytes: { fp32: info.parameters * 4 },
          tokensPerView: patches,
          notes: [],
        });
      }),
    devices: (call = {}) =>
      desk.inTurn('devices', call, () => {
        check('devices', undefined);
        return Promise.resolve({
          chosen: 'cpu',
          rungs: [
            {
              name: 'webgpu',
              available: false,
              selfCheck: 'not-run',
              reason: 'No graphics adapter was found.',
            },
            { name: 'cpu', available: true, selfCheck: 'passed', reason: '' },
          ],
        });
      }),
    checkPrecision: (request, call = {}) =>
      desk.inTurn('checkPrecision', call, async (served) => {
        check('checkPrecision', request);
        const info = need();
        call.onProgress?.({ stage: 'Answering in fp32', done: 0, total: 3 });
        await step(options.encodeDelayMs, served);
        return fakePrecisionReport(info, request.questions.length);
      }),
    bench: (request, call = {}) =>
      desk.inTurn('bench', call, async (served) => {
        check('bench', request);
        const report = fakeBench(request);
        const total = report.rounds * (1 + report.budgets.length);
        for (let done = 0; done < total; done += 1) {
          const round = 1 + Math.floor(done / (1 + report.budgets.length));
          call.onProgress?.({ stage: `Measuring, round ${round} of ${report.rounds}`, done, total });
          await step(options.encodeDelayMs, served);
        }
        return report;
      }),
    startJob: (request, call) =>
      desk.beside('startJob', call, () => {
        check('startJob', request);
        if (request.kind === 'sweep') lookAt(request.sweep.image);
        return Promise.resolve(jobs.start(request));
      }),
    jobs: (call) => desk.aside(call, () => Promise.resolve(jobs.list())),
    changeJob: (request, call) =>
      desk.aside(call, () => {
        check('changeJob', request);
        return Promise.resolve(jobs.change(request.id, request.change));
      }),
    jobResult: (id, call) => desk.aside(call, () => Promise.resolve(jobs.result(id))),
    sweepRows: (id, call) => desk.aside(call, () => Promise.resolve(jobs.sweepRows(id))),
    queueRuns: (request, call) =>
      desk.aside(call, () => {
        check('queueRuns', request);
        return Promise.resolve(queued);
      }),
    cancelQueueRun: (request, call) =>
      desk.aside(call, () => {
        check('cancelQueueRun', request);
        queued = queued.filter(({ run }) => run !== request.run);
        return Promise.resolve();
      }),
    collectByWorkers: (request, call = {}) =>
      desk.aside(call, async () => {
        check('collectByWorkers', request);
        if (!/^rediss?:/.test(request.address))
          throw new EngineError('bad-input', 'The address of the queue is none', { remedy: 'give another' });
        const collect = {
          kind: 'collect',
          model: { directory: need().directory },
          collect: request.collect,
        } as const;
        const work = fakeWork(collect, {
          need,
          collectionOf,
          run: () => wait(options.jobStepMs, call.signal),
          engine: {
            answer: (asked) => answerNow(asked, alone),
            encode: (asked) => Promise.resolve(encodeNow(asked)),
          },
        });
        for (let done = 0; done < work.steps; done += 1) {
          call.onProgress?.({ stage: 'Counting tokens, on 2 workers', done, total: work.steps });
          await work.step(done);
        }
        const result = work.result();
        if (result.kind !== 'collect') throw new Error(`a result of kind ${result.kind}`);
        return result.collect;
      }),
    hubModels: (call) =>
      desk.aside(call, () => Promise.resolve(options.hubModels ?? { cache: '/cache', models: [] })),
    removeHubModel: (request, call) =>
      desk.aside(call, () => {
        check('removeHubModel', request);
        return Promise.resolve({ freedBytes: 1e9, versions: 0 });
      }),
    hubPlan: (request, call) =>
      desk.aside(call, () => {
        check('hubPlan', request);
        return Promise.resolve(fakePlan(request));
      }),
    collection: (request, call) =>
      desk.beside('collection', call, () => {
        check('collection', request);
        return Promise.resolve(collectionOf(request.source).answer(request, model));
      }),
    close: () =>
      desk.close(() => {
        model = undefined;
        return Promise.resolve();
      }),
  };
}

/** Within a turn of its own. */
const alone: ServedCall = {
  signal: undefined,
  giveWay: () => Promise.resolve(),
  disturbedBy: () => [],
  watch: () => () => [],
};

/** One native run of the scripted engine. */
async function step(ms: number | undefined, { signal, giveWay }: ServedCall): Promise<void> {
  await wait(ms, signal);
  await giveWay();
}

async function wait(ms: number | undefined, signal: AbortSignal | undefined): Promise<void> {
  throwIfAborted(signal);
  await new Promise((resolve) => setTimeout(resolve, ms ?? 0));
  throwIfAborted(signal);
}
