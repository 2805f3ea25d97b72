/** What an evaluation has kept so far, without asking anybody: for a look at a run that is on its way, paused or interrupted. */
import type { CallOptions } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { readAnswers } from './answer-store.ts';
import type { Answers, AskAllJob } from './ask-all.ts';
import { askPlanned, type Told } from './ask-planned.ts';
import { isEqual, type PlannedMode } from './equal-modes.ts';

export interface KeptSoFar extends Omit<Told, 'answers'> {
  /** Undefined where some mode has not answered yet. */
  readonly answers: readonly (Answers | undefined)[];
  readonly pending: number; // questions
}

/** Modes at equal tokens are left out: their counts are known only when the modes that they follow have answered everything. */
export async function keptSoFar<Seen>(
  job: Omit<AskAllJob<Seen>, 'modes' | 'store'>,
  file: string,
  planned: readonly PlannedMode[],
  { signal }: CallOptions,
): Promise<KeptSoFar> {
  const notYet = new EngineError('bad-input', 'This has not been answered yet');
  const subject = { ...job.subject, look: () => Promise.reject(notYet) };
  const kept = await readAnswers(file);
  const store = {
    get: (key: string) => kept.get(key),
    put: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const fixed = planned.filter((mode) => !isEqual(mode));
  const call = signal === undefined ? {} : { signal };
  const told = await askPlanned({ ...job, subject, store }, fixed, call).finally(() => {
    kept.close();
  });
  const answers = told.answers.map((row) => (row === notYet ? undefined : row));
  const followed = planned.length - fixed.length;
  return {
    ...told,
    answers,
    pending: answers.filter((row) => row === undefined).length,
    notes:
      followed === 0
        ? told.notes
        : [...told.notes, 'Modes at equal tokens follow when their counts are known.'],
  };
}
