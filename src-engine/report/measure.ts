/** Runs the two ways of a comparison in turn, so that a computer that warms up or slows down favours neither. */
import type { AnswerRequest, CallOptions, Engine } from '../engine.ts';
import { compareRuns, type Comparison } from './comparison.ts';
import { runAnswer, type AnswerRun } from './run-answer.ts';
import { warmUp } from './warm-up.ts';

export interface MeasuredRequests {
  readonly full: AnswerRequest;
  readonly reduced: AnswerRequest;
}

export interface MeasureOptions extends CallOptions {
  readonly runs: number; // of each way
  /** True leaves the warm-up out, where the caller has just run both ways. */
  readonly warm?: boolean;
  /** Called when another pair is complete, with all so far. */
  readonly onPair?: (measured: Measured) => void;
}

/** Runs of the same index are neighbours in time. */
export interface Measured {
  readonly full: readonly AnswerRun[];
  readonly reduced: readonly AnswerRun[];
}

/** Warm-up, then `runs` answers of each way. Rejects like `Engine.answer`; an abort ends it between two answers at the latest. */
export async function measure(
  engine: Engine,
  requests: MeasuredRequests,
  options: MeasureOptions,
): Promise<Measured> {
  const { runs, warm, onPair, onProgress, ...call } = options;
  const total = 2 * runs;
  let done = 0;
  // The stages of one answer would make the line jump back and forth: progress counts answers.
  const say = (stage: string): void => onProgress?.({ stage, done, total });
  if (warm !== true) {
    say('Warming up');
    await warmUp(engine, [requests.full, requests.reduced], call);
  }
  const full: AnswerRun[] = [];
  const reduced: AnswerRun[] = [];
  for (let i = 0; i < runs; i += 1) {
    const turn = runs === 1 ? '' : `, run ${i + 1} of ${runs}`;
    const answerFull = async (): Promise<void> => {
      say(`Answering with all tokens${turn}`);
      full.push(await runAnswer(engine, requests.full, call));
      done += 1;
    };
    const answerReduced = async (): Promise<void> => {
      say(`Answering with fewer tokens${turn}`);
      reduced.push(await runAnswer(engine, requests.reduced, call));
      done += 1;
    };
    for (const answer of i % 2 === 0 ? [answerFull, answerReduced] : [answerReduced, answerFull]) {
      await answer();
    }
    onPair?.({ full: [...full], reduced: [...reduced] });
  }
  return { full, reduced };
}

export function compareMeasured({ full, reduced }: Measured): Comparison {
  return compareRuns(
    full.map(({ result }) => result),
    reduced.map(({ result }) => result),
  );
}
