/** The engine in this process: one loaded model, one call at a time. The window talks to the same thing through remote/. */
import path from 'node:path';
import { bench } from './bench/bench.ts';
import { createCalibration } from './inference/calibrate-model.ts';
import type {
  CallOptions,
  EngineOptions,
  EvaluateRequest,
  EvaluateResult,
  HubSettings,
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
import { performCount } from './collection/count-task.ts';
import type { FoundWhole } from './database/database.ts';
import { lazyDatabase } from './database/lazy-database.ts';
import { createJobs } from './jobs/jobs.ts';
import { fitsJob, waitsForWords } from './jobs/fits.ts';
import { withPictureFile } from './jobs/sweep-picture.ts';
import { answeredRows } from './jobs/sweep-rows.ts';
import { cancelQueueRun, queueRuns } from './queue/watch-runs.ts';
import { createSender } from './create-sender.ts';
import { createDesk } from './inference/desk.ts';
import type { ServedCall } from './inference/desk.ts';
import { deviceLadder } from './inference/devices.ts';
import { encodeImage } from './inference/encode.ts';
import { modelIdentity } from './inference/model-identity.ts';
import { inspectModel } from './inference/inspect-model.ts';
import { describeModel } from './inference/describe-model.ts';
import { loadModel, requireLanguage } from './inference/loaded-model.ts';
import type { Loaded, LoadedModel } from './inference/loaded-model.ts';
import { createPace } from './inference/pace.ts';
import type { Pace } from './inference/pace.ts';
import { taskPerformer, type TaskPerformer } from './inference/perform-task.ts';
import { planReduction } from './inference/plan-reduction.ts';
import { choosePrecision, parsePrecision } from './inference/precision.ts';
import { parseTower } from './inference/tower-precision.ts';
import { writeFeatures } from './inference/save.ts';
import { ownCache } from './checkpoint/hub-cache.ts';
import { hubAccess } from './hub/access.ts';
import { hubModels, removeHubModel } from './hub/cached.ts';
import { planDownload } from './hub/plan.ts';
import { readView } from './inference/read-visuals.ts';
import { requireRole } from './inference/visual-input.ts';
import { bundledCalibrations } from './bundled/assets.ts';
import { userCacheDirectory } from './files/cache-directory.ts';
import { userDataDirectory } from './files/data-directory.ts';
import { pauseDisturbances } from './report/disturbance.ts';
import { memoryRoom } from './runtime/memory.ts';
import { startHeartbeat } from './runtime/heartbeat.ts';
import { createSleeps } from './runtime/sleeps.ts';
import { createPictureStore } from './vision/picture-store.ts';
import { previewImage } from './vision/preview.ts';

/** What goes on around an engine in the process that it lives in. */
export interface Surroundings {
  /** What the program was told about the hub, asked for whenever somebody wants something of it. A token never stands in options. */
  readonly hub?: () => Promise<HubSettings>;
  /** Is given what to call when the system says that the computer falls asleep or has woken: not every system's clocks tell. */
  readonly hearSleeps?: (told: () => void) => void;
  /** Where nobody hears of sleeps: a thread notices them, and that the program was stopped. */
  readonly noticesStops?: boolean;
  /**
   * A job has met the loss of the graphics device. It stays what it was to the table of jobs, as after a crash: this process must end, and the
   * next engine goes on with it. Where nobody listens the job fails with its sentence.
   */
  readonly onJobLostDevice?: (error: EngineError) => void;
  /** Is given what closes the database, to be called right before a process that has other calls to do ends, so that the next one finds it as it was left. */
  readonly hearEnd?: (close: () => void) => void;
  /** Where one engine follows another in the place of one that has ended: what they tell each other of the database. */
  readonly found?: FoundWhole;
}

/**
 * Opens nothing yet: devices are probed and weights read by `load`.
 * Throws `bad-input` for options that make no sense.
 */
export function createEngine(
  options: EngineOptions = {},
  { hub, hearSleeps, noticesStops = false, onJobLostDevice, hearEnd, found }: Surroundings = {},
): Promise<LocalEngine> {
  const precision = parsePrecision(options.precision ?? 'auto');
  const ladder = deviceLadder(options.device ?? 'auto', checkThreads(options.threads));
  const calibrationDirectories = options.calibrationDirectories ?? [bundledCalibrations()];
  const cacheDirectory = options.cacheDirectory ?? userCacheDirectory();
  const copiesDirectory = path.join(cacheDirectory, 'quantised');
  const { mayRead, mayGoOn } = options;
  const imageBackend = checkImageBackend(options.imageBackend);
  const tower = parseTower(options.tower ?? 'fp32');
  const sleeps = createSleeps({ lostMs: noticesStops ? startHeartbeat().lostMs : undefined });
  hearSleeps?.(() => sleeps.told());
  const desk = createDesk(() => {
    const pausedBy = sleeps.watch();
    return () => {
      const pause = pausedBy();
      return pause === undefined ? [] : [pauseDisturbances[pause]];
    };
  });
  const pictures = createPictureStore({ route: checkImageRoute(options.imageRoute) });
  let current: Loaded | undefined;
  let currentSource: ModelSource | undefined;
  let performing: { readonly model: Loaded; readonly performer: TaskPerformer } | undefined;

  const loaded = (): Loaded => {
    if (current !== undefined) return current;
    throw new EngineError('not-loaded', 'No model is loaded', { remedy: { kind: 'load-model' } });
  };

  const answering = (): LoadedModel => requireLanguage(loaded());

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

  const database = lazyDatabase(options.dataDirectory ?? userDataDirectory(), found);
  hearEnd?.(database.close);
  const collections = createCollections(database.open, pictures.route, mayRead);
  const hubNow = async () => hubAccess(process.env, await hub?.());
  const defaults = { imageBackend, tower, precision: precision === 'auto' ? 'fp32' : precision } as const;
  const loadedSource = () =>
    current === undefined || currentSource === undefined
      ? undefined
      : {
          source: currentSource,
          directory: current.checkpoint.directory,
          calibrationFile: current.calibration?.file,
        };
  const jobs = createJobs({
    database: database.open,
    cacheDirectory,
    hub: { access: hubNow, cache: ownCache },
    which: options.jobs ?? 'every',
    fits: (request) => {
      const now = loadedSource();
      return now !== undefined && fitsJob(now, request, defaults);
    },
    waitsFor: (request) => waitsForWords(loadedSource(), request, defaults),
    inTurn: (call, work) =>
      desk.inTurn('startJob', call, (served) => work(loaded(), paceOf(served), served.disturbedBy)),
    mayRead,
    mayGoOn,
    watchSleep: () => {
      const pausedBy = sleeps.watch();
      return () => pausedBy() !== undefined;
    },
    onLostDevice: onJobLostDevice,
  });

  const load = async (source: ModelSource, call: CallOptions | undefined): Promise<ModelInfo> => {
    const next = await loadModel(source, {
      chooseDevice: () => ladder.choose(),
      choosePrecision: (device) => choosePrecision(source.precision ?? precision, device),
      copiesDirectory,
      calibrationDirectories,
      shippedCalibrations: bundledCalibrations(),
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
        inTurn: (work) => desk.inTurn('evaluate', call, (served) => work(answering(), paceOf(served))),
        directory: path.join(cacheDirectory, 'evaluation'),
        mayRead,
        mayReadAll: call.mayRead,
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
        desk.inTurn('answer', call, (served) => work(answering(), paceOf(served), served.disturbedBy));
      const rows: SweepRow[] = [];
      for await (const row of answeredRows({ inTurn, content: task.content }, task.request)) rows.push(row);
      return rows;
    }
    if (task.kind === 'count')
      return desk.inTurn('encode', call, (served) => performCount(loaded(), task, paceOf(served)));
    return desk.inTurn('calibrate', call, async (served) => {
      const [at, pace] = [await performer(), paceOf(served)];
      if (task.kind === 'rows') return at.rows(task, pace);
      return task.kind === 'find' ? at.find(task, pace) : at.measure(task, pace);
    });
  };

  const sender = createSender({ desk, loaded, paceOf, database: database.open });

  return Promise.resolve({
    load: (source, call) => desk.inTurn('load', call, () => load(source, call)),
    encode: (request, call) =>
      desk.inTurn('encode', call, async (served) => {
        const model = loaded();
        const { spec } = model.checkpoint;
        const { role = 'alone' } = request;
        requireRole(role, spec);
        const run = await model.tower.open(planReduction(model, request.reduction, role));
        const prepared = await readView(pictures, spec, request);
        const image = await encodeImage(model, run, prepared, {
          scores: request.scores ?? false,
          reuse: request.reuse ?? false,
          role,
          pace: paceOf(served),
        });
        if (call?.saveFeatures !== undefined)
          await writeFeatures(call.saveFeatures, spec, image, prepared.prepared);
        return image.encoding;
      }),
    answer: (request, call) =>
      desk.stream('answer', call, (served) =>
        answer(answering(), request, paceOf(served), {
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
    questions: (request, call) => desk.beside('questions', call, () => reportQuestions(request, mayRead)),
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
      desk.inTurn('checkPrecision', call, async (served) => ({
        ...(await checkPrecision(answering(), request, copiesDirectory, paceOf(served), call?.onProgress)),
        disturbedBy: served.disturbedBy(),
      })),
    bench: (request, call) =>
      desk.inTurn('bench', call, ({ signal, giveWay, watch }) =>
        bench(request, {
          chooseDevice: () => ladder.choose(),
          cacheDirectory,
          copiesDirectory,
          imageBackend,
          tower,
          precision,
          sourceOf: (image) => pictures.sourceOf(image),
          pace: createPace(signal, giveWay),
          watch,
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
    collectByWorkers: (request, call = {}) => desk.aside(call, () => sender.collect(request, call)),
    hubModels: (call) => desk.aside(call, () => hubModels(ownCache())),
    removeHubModel: (request, call) =>
      desk.aside(call, () => removeHubModel(ownCache(), request, current?.checkpoint.directory)),
    hubPlan: (request, call) =>
      desk.aside(call, async () =>
        planDownload(request, {
          access: await hubNow(),
          cache: ownCache(),
          cacheDirectory,
          room: memoryRoom(),
          signal: call?.signal,
        }),
      ),
    collection: (request, call) =>
      desk.beside('collection', call, () => collections.answer(request, current, call?.signal)),
    close: () =>
      desk.close(async () => {
        await sender.close();
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
