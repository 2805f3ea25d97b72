/** The desk that every call of an engine passes: open or closed, whose turn it is, and who else was there meanwhile. Computes nothing. */
import type { CallOptions, Engine } from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { createCompany, type Kind } from './company.ts';
import { requestQueue } from './request-queue.ts';

export type CallKind = Exclude<keyof Engine, 'close'>;

/** Calls that take no time worth a word: nobody is disturbed by them. */
type QuietKind = 'jobs' | 'changeJob' | 'jobResult' | 'sweepRows' | 'queueRuns' | 'cancelQueueRun';
type LoudKind = Exclude<CallKind, QuietKind>;

const kinds: Readonly<Record<LoudKind, Kind>> = {
  load: { one: 'the loading of a model', many: 'loadings of models' },
  encode: { one: 'an encoding', many: 'encodings' },
  answer: { one: 'another answer', many: 'other answers' },
  calibrate: { one: 'a calibration', many: 'calibrations' },
  evaluate: { one: 'an evaluation', many: 'evaluations' },
  questions: { one: 'the reading of questions', many: 'readings of questions' },
  open: { one: 'the opening of a picture', many: 'openings of pictures' },
  forget: { one: 'the closing of a picture', many: 'closings of pictures' },
  preview: { one: 'a preview', many: 'previews' },
  inspect: { one: 'an inspection', many: 'inspections' },
  devices: { one: 'a check of the devices', many: 'checks of the devices' },
  checkPrecision: { one: 'a check of precisions', many: 'checks of precisions' },
  bench: { one: 'a measurement of speed', many: 'measurements of speed' },
  startJob: { one: 'a job', many: 'jobs' },
  collection: { one: 'a look at a folder', many: 'looks at folders' },
};

/** A call whose turn it is. */
export interface ServedCall {
  readonly signal: AbortSignal | undefined;
  /** Between two native runs: background work lets users go first. Rejects with `aborted`, and with `engine-died` where the engine was closed meanwhile. */
  readonly giveWay: () => Promise<void>;
  /** Who else ran or waited since this turn began, in words; empty where nobody did. */
  readonly disturbedBy: () => readonly string[];
}

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

export function createDesk(): Desk {
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
      const seen = company.watch(entry);
      const leave = (): void => {
        seen.stop();
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
        disturbedBy: () => seen.words(),
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
