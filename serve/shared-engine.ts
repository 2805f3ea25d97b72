/** One engine for several windows: each has its own pictures, all have one model. What a browser has no business with is refused in words. */
import type { Engine, ModelInfo, ModelSource } from '../src-engine/engine.ts';
import { EngineError } from '../src-engine/errors.ts';
import type { CallName } from '../src-engine/remote/calls.ts';
import { aheadOfReader } from './ahead-of-reader.ts';

const queues =
  'This server turns to no queue of tasks for a browser, because an address could lead anywhere in its network';

const downloads = 'This server fetches and removes no models for a browser';

/** Of every call, why it is not for a browser; null where it is. `close` ends a window's use of the engine, never the engine. */
const refusals: Readonly<Record<Exclude<CallName, 'close'>, string | null>> = {
  load: null,
  encode: null,
  calibrate: null,
  evaluate: null,
  questions: null,
  open: null,
  forget: null,
  preview: null,
  inspect: null,
  devices: null,
  checkPrecision: null,
  bench: null,
  startJob: null,
  jobs: null,
  changeJob: null,
  jobResult: null,
  sweepRows: null,
  queueRuns: queues,
  cancelQueueRun: queues,
  collectByWorkers: queues,
  collection: null,
  hubModels: null,
  hubPlan: downloads,
  removeHubModel: downloads,
};

interface Loaded {
  readonly key: string;
  readonly info: ModelInfo;
}

/** Gives each window an engine of its own to hold. */
export function shareEngine(engine: Engine): () => Engine {
  let loaded: Loaded | null = null;
  let loading: { readonly key: string; readonly done: Promise<ModelInfo> } | null = null;

  return () => {
    let mine: string | null = null;

    /** Throws where another window has had another model loaded since this one chose its own. */
    function requireMine(): void {
      if (mine === null || loaded === null || loaded.key === mine) return;
      throw new EngineError(
        'not-loaded',
        `Another window of this server has loaded ${loaded.info.name} meanwhile`,
        {
          remedy: 'choose your model again under Models, which takes the other one away, or use that one',
        },
      );
    }

    const refuse = (name: keyof typeof refusals): void => {
      const fact = refusals[name];
      if (fact !== null)
        throw new EngineError('unsupported', fact, { remedy: 'use dymu on the server itself' });
    };

    const refused = (name: keyof typeof refusals) => (): Promise<never> =>
      Promise.resolve().then(() => {
        refuse(name);
        throw new Error(`${name} is not refused.`);
      });

    async function load(model: ModelSource, options: Parameters<Engine['load']>[1]): Promise<ModelInfo> {
      const { directory, calibration, shippedCalibration, imageBackend, tower, precision } = model;
      const key = JSON.stringify([
        ...[directory, calibration, shippedCalibration],
        ...[imageBackend, tower, precision],
      ]);
      if (loaded?.key === key) {
        mine = key;
        return loaded.info;
      }
      // Two tabs that begin at once want the same: it is loaded once.
      if (loading?.key === key) {
        const info = await loading.done;
        mine = key;
        return info;
      }
      const done = engine.load(model, options);
      loading = { key, done };
      try {
        const info = await done;
        loaded = { key, info };
        mine = key;
        return info;
      } finally {
        if (loading.done === done) loading = null;
      }
    }

    return {
      ...engine,
      load,
      encode: async (request, options) => {
        requireMine();
        return engine.encode(request, options);
      },
      answer: async function* (request, options) {
        requireMine();
        yield* aheadOfReader(engine.answer(request, options));
      },
      calibrate: async (request, options) => {
        requireMine();
        return engine.calibrate(request, options);
      },
      evaluate: async (request, options) => {
        requireMine();
        return engine.evaluate(request, options);
      },
      checkPrecision: async (request, options) => {
        requireMine();
        return engine.checkPrecision(request, options);
      },
      startJob: async (request, options) => {
        if (request.kind === 'download') refuse('hubPlan');
        requireMine();
        return engine.startJob(request, options);
      },
      queueRuns: refused('queueRuns'),
      cancelQueueRun: refused('cancelQueueRun'),
      collectByWorkers: refused('collectByWorkers'),
      hubPlan: refused('hubPlan'),
      removeHubModel: refused('removeHubModel'),
      close: () => Promise.resolve(),
    };
  };
}
