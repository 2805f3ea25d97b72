/** The engine in this process: one loaded model, one call at a time. The window talks to the same thing through remote/. */
import path from 'node:path';
import { bench } from './bench/bench.ts';
import { createCalibration } from './inference/calibrate-model.ts';
import type {
  CallOptions,
  EngineOptions,
  EvaluateRequest,
  EvaluateResult,
  ImageBackend,
  ImageRef,
  ImageRoute,
  LocalEngine,
  ModelInfo,
  ModelSource,
  PerformOptions,
  SweepRow,
  Task,
  TaskKind,
  TaskResults,
} from './engine.ts';
import { EngineError } from './errors.ts';
import { evaluateModel } from './evaluation/evaluate-model.ts';
import { recordedJson } from './evaluation/recorded-file.ts';
import { checkPrecision } from './evaluation/precision-check.ts';
import { reportQuestions } from './evaluation/read-set.ts';
import { answer } from './inference/answer.ts';
import { createCollections } from './collection/collections.ts';
import { lazyDatabase } from './database/lazy-database.ts';
import { createJobs } from './jobs/jobs.ts';
import { fitsJob } from './jobs/fits.ts';
import { withPictureFile } from './jobs/sweep-picture.ts';
import { answeredRows } from './jobs/sweep-rows.ts';
import { cancelQueueRun, queueRuns } from './queue/watch-runs.ts';
import { createDesk } from './inference/desk.ts';
import type { ServedCall } from './inference/desk.ts';
import { deviceLadder } from './inference/devices.ts';
import { encodeImage } from './inference/encode.ts';
import { modelIdentity } from './inference/model-identity.ts';
import { inspectModel } from './inference/inspect-model.ts';
import { describeModel, loadModel } from './inference/loaded-model.ts';
import type { LoadedModel } from './inference/loaded-model.ts';
import { createPace } from './inference/pace.ts';
import type { Pace } from './inference/pace.ts';
import { taskPerformer, type TaskPerformer } from './inference/perform-task.ts';
import { planReduction } from './inference/plan-reduction.ts';
import { choosePrecision, parsePrecision } from './inference/precision.ts';
import { parseTower } from './inference/tower-precision.ts';
import { writeFeatures } from './inference/save.ts';
import { viewsSpec } from './inference/visual-input.ts';
import { bundledCalibrations } from './bundled/assets.ts';
import { userCacheDirectory } from './files/cache-directory.ts';
import { userDataDirectory } from './files/data-directory.ts';
import { memoryRoom } from './runtime/memory.ts';
import { createPictureStore } from './vision/picture-store.ts';
import { previewImage } from './vision/preview.ts';

/**
 * Opens nothing yet: devices are probed and weights read by `load`.
 * Throws `bad-input` for options that make no sense.
 */
export function createEngine(options: EngineOptions = {}): Promise<LocalEngine> {
  const precision = parsePrecision(options.precision ?? 'auto');
  const ladder = deviceLadder(options.device ?? 'auto', checkThreads(options.threads));
  const calibrationDirectories = options.calibrationDirectories ?? [bundledCalibrations()];
  const cacheDirectory = options.cacheDirectory ?? userCacheDirectory();
  const copiesDirectory = path.join(cacheDirectory, 'quantised');
  const imageBackend = checkImageBackend(options.imageBackend);
  const tower = parseTower(options.tower ?? 'fp32');
  const desk = createDesk();
  const pictures = createPictureStore({ route: checkImageRoute(options.imageRoute) });
  let current: LoadedModel | undefined;
  let currentSource: ModelSource | undefined;
  let performing: { readonly model: LoadedModel; readonly performer: TaskPerformer } | undefined;

  const loaded = (): LoadedModel => {
    if (current !== undefined) return current;
    throw new EngineError('not-loaded', 'No model is loaded', { remedy: { kind: 'load-model' } });
  };

  /** While background work lets others go first, one of them may load another model, which takes its sessions away. */
  const paceOf = ({ signal, giveWay }: ServedCall): Pace => {
    const model = current;
    return createPace(signal, async () => {
      await giveWay();
      if (current === model) return;
      throw new EngineError('aborted', 'Stopped, because another model was loaded meanwhile', {
        remedy: 'start it again',
      });
    });
  };

  const database = lazyDatabase(options.dataDirectory ?? userDataDirectory());
  const collections = createCollections(database.open, pictures.route);
  const jobs = createJobs({
    database: database.open,
    cacheDirectory,
    which: options.jobs ?? 'every',
    fits: (request) =>
      current !== undefined &&
      currentSource !== undefined &&
      fitsJob({ source: currentSource, directory: current.checkpoint.directory }, request, {
        imageBackend,
        tower,
      }),
    inTurn: (call, work) =>
      desk.inTurn('startJob', call, (served) => work(loaded(), paceOf(served), served.disturbedBy)),
  });

  const load = async (source: ModelSource, call: CallOptions | undefined): Promise<ModelInfo> => {
    const next = await loadModel(source, {
      chooseDevice: () => ladder.choose(),
      choosePrecision: (device) => choosePrecision(precision, device),
      copiesDirectory,
      calibrationDirectories,
      imageBackend: source.imageBackend ?? imageBackend,
      tower,
      images: pictures,
      room: memoryRoom,
      signal: call?.signal,
      onProgress: call?.onProgress,
    });
    await performing?.performer.release();
    performing = undefined;
    await current?.release();
    current = next;
    currentSource = source;
    jobs.wake();
    return describeModel(next);
  };

  const evaluate = (request: EvaluateRequest, call: PerformOptions = {}): Promise<EvaluateResult> =>
    evaluateModel(
      {
        inTurn: (work) => desk.inTurn('evaluate', call, (served) => work(loaded(), paceOf(served))),
        directory: path.join(cacheDirectory, 'evaluation'),
        mayRead: call.mayRead,
      },
      request,
      call,
    );

  const performer = async (): Promise<TaskPerformer> => {
    const model = loaded();
    if (performing?.model !== model) {
      await performing?.performer.release();
      performing = { model, performer: taskPerformer(model) };
    }
    return performing.performer;
  };
  const perform = async (task: Task, call: PerformOptions = {}): Promise<TaskResults[TaskKind]> => {
    if (task.kind === 'evaluate') {
      const { recorded } = await evaluate({ ...task.request, record: true }, call);
      if (recorded === undefined) throw new Error('An evaluation recorded nothing.');
      return recordedJson(recorded);
    }
    if (task.kind === 'sweep') {
      const inTurn = <T>(work: (model: LoadedModel, pace: Pace, by: () => readonly string[]) => Promise<T>) =>
        desk.inTurn('answer', call, (served) => work(loaded(), paceOf(served), served.disturbedBy));
      const rows: SweepRow[] = [];
      for await (const row of answeredRows({ inTurn, content: task.content }, task.request)) rows.push(row);
      return rows;
    }
    return desk.inTurn(task.kind === 'count' ? 'encode' : 'calibrate', call, async (served) => {
      const [at, pace] = [await performer(), paceOf(served)];
      switch (task.kind) {
        case 'find':
          return at.find(task, pace);
        case 'measure':
          return at.measure(task, pace);
        case 'count':
          return at.count(task, pace);
      }
    });
  };

  return Promise.resolve({
    load: (source, call) => desk.inTurn('load', call, () => load(source, call)),
    encode: (request, call) =>
      desk.inTurn('encode', call, async (served) => {
        const model = loaded();
        const { spec } = model.checkpoint;
        const run = await model.tower.open(planReduction(model, request.reduction));
        const prepared = await pictures.prepare(request.image, viewsSpec(spec, true));
        const image = await encodeImage(model, run, prepared, {
          scores: request.scores ?? false,
          pace: paceOf(served),
        });
        if (call?.saveFeatures !== undefined)
          await writeFeatures(call.saveFeatures, spec, image, prepared.prepared);
        return image.encoding;
      }),
    answer: (request, call) =>
      desk.stream('answer', call, (served) =>
        answer(loaded(), request, paceOf(served), {
          disturbedBy: served.disturbedBy,
          saveLogits: call?.saveLogits,
        }),
      ),
    calibrate: (request, call) =>
      desk.inTurn('calibrate', call, (served) => createCalibration(loaded(), request, paceOf(served), call)),
    evaluate,
    identity: (call) => desk.inTurn('load', call, () => modelIdentity(loaded())),
    perform,
    // What touches no session waits for none.
    questions: (request, call) => desk.beside('questions', call, () => reportQuestions(request)),
    preview: (image, maxSide, call) =>
      desk.beside('preview', call, () =>
        previewImage(
          pictures.sourceOf(image),
          maxSide,
          current?.checkpoint.spec.preprocess,
          async () => (await pictures.decoded(image)).image,
        ),
      ),
    open: (source, call) =>
      desk.beside('open', call, () => pictures.open(source, current?.checkpoint.spec.preprocess)),
    forget: (id, call) =>
      desk.beside('forget', call, () => {
        pictures.forget(id);
        return Promise.resolve();
      }),
    inspect: (directory, call) =>
      desk.beside('inspect', call, () =>
        inspectModel(directory, {
          precision: precision === 'auto' ? 'fp32' : precision,
          tower,
          calibrationDirectories,
          room: memoryRoom(),
        }),
      ),
    devices: (call) => desk.inTurn('devices', call, () => ladder.report()),
    checkPrecision: (request, call) =>
      desk.inTurn('checkPrecision', call, (served) =>
        checkPrecision(loaded(), request, copiesDirectory, paceOf(served), call?.onProgress),
      ),
    bench: (request, call) =>
      desk.inTurn('bench', call, ({ signal, giveWay, disturbedBy }) =>
        bench(request, {
          chooseDevice: () => ladder.choose(),
          choosePrecision: (device) => choosePrecision(precision, device),
          cacheDirectory,
          copiesDirectory,
          imageBackend,
          tower,
          sourceOf: (image) => pictures.sourceOf(image),
          pace: createPace(signal, giveWay),
          disturbedBy,
          onProgress: call?.onProgress,
        }),
      ),
    startJob: (request, call) =>
      desk.aside(call, async () => {
        const sourceOf = (image: ImageRef) => pictures.sourceOf(image);
        const keeper = { cacheDirectory, sourceOf, jobs: () => jobs.list() };
        return jobs.start(await withPictureFile(request, keeper));
      }),
    jobs: (call) => desk.aside(call, () => Promise.resolve(jobs.list())),
    changeJob: ({ id, change }, call) => desk.aside(call, () => Promise.resolve(jobs.change(id, change))),
    jobResult: (id, call) => desk.aside(call, () => Promise.resolve(jobs.result(id))),
    sweepRows: (id, call) => desk.aside(call, () => Promise.resolve(jobs.sweepRows(id))),
    queueRuns: (request, call) => desk.aside(call, () => queueRuns(request)),
    cancelQueueRun: (request, call) => desk.aside(call, () => cancelQueueRun(request)),
    collection: (request, call) =>
      desk.beside('collection', call, () => collections.answer(request, current, call?.signal)),
    close: () =>
      desk.close(async () => {
        await jobs.close();
        collections.close();
        database.close();
        pictures.clear();
        await performing?.performer.release();
        await current?.release();
        current = undefined;
      }),
  });
}

/** Options may come from plain JavaScript. */
function checkImageBackend(backend: string | undefined): ImageBackend {
  if (backend === undefined) return 'torchvision';
  if (backend === 'torchvision' || backend === 'pil' || backend === 'pil-12') return backend;
  throw new EngineError('bad-input', `There is no image backend "${backend}"`, {
    remedy: 'choose torchvision, pil or pil-12',
  });
}

function checkImageRoute(route: string | undefined): ImageRoute {
  if (route === undefined) return 'path';
  if (route === 'path' || route === 'object') return route;
  throw new EngineError('bad-input', `There is no image route "${route}"`, {
    remedy: 'choose path or object',
  });
}

function checkThreads(threads: number | undefined): number {
  if (threads === undefined) return 0; // the runtime counts the cores
  if (Number.isInteger(threads) && threads >= 1 && threads <= 256) return threads;
  throw new EngineError('bad-input', `${String(threads)} is not a number of threads`, {
    remedy: 'give a whole number from 1 to 256',
  });
}
