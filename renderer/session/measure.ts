/** Runs the question on screen again and again, both ways in turn, so that a verdict can stand on more than one run: for the user, or shortly by itself. */
import { shallow } from 'zustand/shallow';
import type { AnswerResult, CallOptions, Engine, ImageSource } from '../../src-engine/engine.ts';
import { measure, type Measured } from '../../src-engine/report/measure.ts';
import { totalMs } from '../../src-engine/report/stages.ts';
import { finishedPair, isOf, type FinishedPair, type Measurement } from '../state/measurement.ts';
import { selectAnswers, selectAnswersCurrent } from '../state/selectors.ts';
import { selectSubjectKey } from '../state/subject.ts';
import { answerRequest, picturesOf } from './answer-request.ts';
import type { Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';
import type { IdleTaskSource } from './scheduler.ts';

/** Why a measurement was aborted by a new question: nothing of it is kept, and it is due again. */
const gaveWay = 'gave way to a question';

export interface Measurer {
  /** Measures the answers on screen for the user. Resolves when done, failed or cancelled. */
  readonly measure: () => Promise<void>;
  readonly cancel: () => void;
  /** Ends it for a new question, as if it had never begun. */
  readonly giveWay: () => void;
  /** The short measurement that is due while the user waits for nothing. */
  readonly tasks: IdleTaskSource;
}

export const userPairs = 5;
export const idlePairs = 3;
const longestIdlePairMs = 3000;

interface Target {
  readonly key: string; // of what the answers are about
  readonly images: readonly ImageSource[];
  readonly pair: FinishedPair;
}

export function createMeasurer({ store, link, traffic, activities }: Deps): Measurer {
  let controller: AbortController | null = null;

  function target(): Target | null {
    const state = store.getState();
    const key = selectSubjectKey(state);
    const pair = finishedPair(selectAnswers(state));
    const images = pair === null ? null : picturesOf(pair.merged.asked, state.images, key);
    return images === null || pair === null ? null : { key, images, pair };
  }

  async function run(
    { key, images, pair }: Target,
    engine: Engine,
    call: CallOptions,
    progress: Extract<Measurement['progress'], { kind: 'running' }>,
  ): Promise<'done' | 'aborted' | 'failed'> {
    const asked = { full: pair.full.asked, merged: pair.merged.asked };
    let measurement: Measurement = { asked, full: [], merged: [], progress };
    const show = (change: Partial<Measurement>) => {
      measurement = { ...measurement, ...change };
      store.getState().setMeasurement(key, measurement);
    };
    const take = ({ full, reduced }: Measured) =>
      show({ full: full.map(({ result }) => result), merged: reduced.map(({ result }) => result) });
    const activity = activities.begin('Measuring', () => controller?.abort());
    const requests = {
      full: answerRequest(images, asked.full),
      reduced: answerRequest(images, asked.merged),
    };
    show({});
    try {
      await measure(engine, requests, {
        runs: progress.pairs,
        warm: progress.by === 'idle', // both answers have just been given
        ...call,
        onPair: take,
        onProgress: ({ stage, done, total }) => activity.update(`Measuring: ${stage}`, done, total),
      });
      show({ progress: { kind: 'done' } });
      return 'done';
    } catch (error) {
      if (wasAborted(error)) {
        show({ progress: { kind: 'cancelled' } });
        return 'aborted';
      }
      show({ progress: { kind: 'failed', message: sentenceOf(error).text } });
      if (engineDied(error)) throw error;
      return 'failed';
    } finally {
      activity.end();
    }
  }

  function isMeasured({ key, pair }: Target): boolean {
    const known = store.getState().measurements[key];
    return known !== undefined && isOf(known, pair);
  }

  /** Runs beside the user's own work would measure that too: it ends then as if it had never begun, and is due again when he rests. */
  async function runIdle(wanted: Target, engine: Engine, call: CallOptions): Promise<void> {
    const mine = new AbortController();
    const interrupted = new AbortController();
    controller = mine;
    const signals = [mine.signal, interrupted.signal, ...(call.signal === undefined ? [] : [call.signal])];
    const deaf = traffic.listen((state) => state === 'busy' && interrupted.abort());
    try {
      const both = { ...call, signal: AbortSignal.any(signals) };
      const ended = await run(wanted, engine, both, { kind: 'running', pairs: idlePairs, by: 'idle' });
      if (ended === 'aborted' && (!mine.signal.aborted || mine.signal.reason === gaveWay))
        store.getState().setMeasurement(wanted.key, null);
    } finally {
      deaf();
      if (controller === mine) controller = null;
    }
  }

  return {
    measure: async () => {
      const engine = link.ready;
      const wanted = target();
      if (engine === null || wanted === null) return;
      controller?.abort();
      const mine = new AbortController();
      controller = mine;
      const leave = traffic.enter();
      try {
        const progress = { kind: 'running', pairs: userPairs, by: 'user' } as const;
        const ended = await run(wanted, engine, { signal: mine.signal }, progress);
        if (ended === 'aborted' && mine.signal.reason === gaveWay)
          store.getState().setMeasurement(wanted.key, null);
      } catch {
        // The engine has ended; the banner says so.
      } finally {
        leave();
        if (controller === mine) controller = null;
      }
    },
    cancel: () => controller?.abort(),
    giveWay: () => controller?.abort(gaveWay),
    tasks: {
      next: () => {
        const state = store.getState();
        const wanted = target();
        if (link.ready === null || wanted === null || !state.autoMeasure) return null;
        if (!selectAnswersCurrent(state) || isMeasured(wanted) || isLong(wanted)) return null;
        return {
          key: `measure\n${wanted.key}\n${JSON.stringify(wanted.pair.merged.asked)}`,
          urgency: 'idle',
          run: (engine, call) => runIdle(wanted, engine, call),
        };
      },
      watch: (wake) =>
        store.subscribe(
          (state) => ({ answers: state.answers, on: state.autoMeasure, choices: state.choices }),
          wake,
          { equalityFn: shallow },
        ),
    },
  };
}

/** What an answer took over from an earlier one it would not have in a measurement. */
function wholeMs({ timings, reused }: AnswerResult): number {
  return totalMs(timings) + (reused?.sparedMs ?? 0);
}

/** Where both answers together take longer, the computer is left alone until the user asks for it. */
function isLong({ pair }: Target): boolean {
  return wholeMs(pair.full.result) + wholeMs(pair.merged.result) > longestIdlePairMs;
}
