/** The desk that every call of an engine passes: open or closed, whose turn it is, and who else was there meanwhile. Computes nothing. */
import type { CallOptions, Engine } from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { createCompany } from './company.ts';
import { requestQueue } from './request-queue.ts';

export type CallKind = Exclude<keyof Engine, 'close'>;

/** Calls that take no time worth a word: nobody is disturbed by them. */
type QuietKind =
  | 'hubPlan'
  | 'hubModels'
  | 'removeHubModel'
  | 'jobs'
  | 'changeJob'
  | 'jobResult'
  | 'sweepRows'
  | 'queueRuns'
  | 'cancelQueueRun'
  | 'collectByWorkers';
type LoudKind = Exclude<CallKind, QuietKind>;

const kinds: Readonly<Record<LoudKind, string>> = {
  load: 'the loading of a model',
  encode: 'an encoding',
  answer: 'another answer',
  calibrate: 'a calibration',
  evaluate: 'an evaluation',
  questions: 'the reading of questions',
  open: 'the opening of a picture',
  forget: 'the closing of a picture',
  preview: 'a preview',
  inspect: 'an inspection',
  devices: 'a check of the devices',
  checkPrecision: 'a check of precisions',
  bench: 'a measurement of speed',
  startJob: 'a job',
  collection: 'a look at a folder',
};

/** A call whose turn it is. */
export interface ServedCall {
  readonly signal: AbortSignal | undefined;
  /** Between two native runs: background work lets users go first. Rejects with `aborted`, and with `engine-died` where the engine was closed meanwhile. */
  readonly giveWay: () => Promise<void>;
  /** Who else ran or waited since this turn began, in words; empty where nobody did. */
  readonly disturbedBy: () => readonly string[];
  /** The same from now on: call the result. */
  readonly watch: () => () => readonly string[];
}

/** What else spoils a time, beside calls of this engine. Call the result for what there was since, in words. */
export type WatchOutside = () => () => readonly string[];

export interface Desk {
  /** Runs `work` when it is this call's turn. */
  inTurn<T>(
    kind: LoudKind,
    call: CallOptions | undefined,
    work: (served: ServedCall) => Promise<T>,
  ): Promise<T>;
  /** Runs `work` at once: it touches no session. */
  beside<T>(kind: LoudKind, call: CallOptions | undefined, work: () => Promise<T>): Promise<T>;
  /** As `beside`, for what takes no time worth a word: nobody's times are disturbed. */
  aside<T>(call: CallOptions | undefined, work: () => Promise<T>): Promise<T>;
  /** As `inTurn` for a pulled stream, which holds its turn from the first pull to its end. In the background it lends it while nobody pulls. */
  stream<T>(
    kind: LoudKind,
    call: CallOptions | undefined,
    work: (served: ServedCall) => AsyncIterable<T>,
  ): AsyncGenerator<T, void, undefined>;
  /** Runs `release` after what runs and before what waits, once; from then on every call rejects with `engine-died`. */
  close(release: () => Promise<void>): Promise<void>;
}

export function createDesk(outside: WatchOutside = () => () => []): Desk {
  const queue = requestQueue();
  const company = createCompany();
  let closed = false;

  const checkOpen = (): void => {
    if (closed)
      throw new EngineError('engine-died', 'The engine is closed', { remedy: 'create another one' });
  };

  /** A turn for one call; `leave` exactly once. */
  async function take(kind: LoudKind, { signal, urgency = 'user' }: CallOptions) {
    checkOpen();
    const entry = company.enter(kinds[kind], urgency === 'background' ? 'rests' : 'waits');
    try {
      const turn = await queue.enter({ signal, urgency });
      entry.runs();
      const stops: (() => void)[] = [];
      const watch = () => {
        const [seen, besides] = [company.watch(entry), outside()];
        stops.push(() => seen.stop());
        return () => [...seen.words(), ...besides()];
      };
      const disturbedBy = watch();
      const leave = (): void => {
        for (const stop of stops) stop();
        entry.end();
        turn.leave();
      };
      const goOn = async (wait: Promise<void>): Promise<void> => {
        await wait;
        checkOpen();
      };
      const served: ServedCall = {
        signal,
        giveWay: () => goOn(turn.giveWay()),
        disturbedBy,
        watch,
      };
      return { served, leave, lend: () => turn.lend(), takeBack: () => goOn(turn.takeBack()) };
    } catch (error) {
      entry.end();
      throw error;
    }
  }

  return {
    async inTurn(kind, call = {}, work) {
      const { served, leave } = await take(kind, call);
      try {
        checkOpen();
        return await work(served);
      } finally {
        leave();
      }
    },
    async beside(kind, { signal } = {}, work) {
      checkOpen();
      throwIfAborted(signal);
      const entry = company.enter(kinds[kind], 'runs');
      try {
        return await work();
      } finally {
        entry.end();
      }
    },
    async aside({ signal } = {}, work) {
      checkOpen();
      throwIfAborted(signal);
      return work();
    },
    async *stream(kind, call = {}, work) {
      const { served, leave, lend, takeBack } = await take(kind, call);
      try {
        checkOpen();
        for await (const item of work(served)) {
          lend();
          yield item;
          await takeBack();
        }
      } finally {
        leave();
      }
    },
    async close(release) {
      const turn = await queue.enter();
      try {
        if (closed) return;
        closed = true;
        await release();
      } finally {
        turn.leave();
      }
    },
  };
}
