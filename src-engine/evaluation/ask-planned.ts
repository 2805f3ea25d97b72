/** Asks in two rounds where modes take their counts from others: first those that are fixed, then the rest at the means that were kept. */
import type { CallOptions, Progress, RecordedMode, ReductionRequest } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { methods } from '../reduction/methods.ts';
import type { Given } from './answer-store.ts';
import { askAll, type Answers, type AskAllJob, type Subject } from './ask-all.ts';
import { atCount, isEqual, type EqualMode, type PlannedMode } from './equal-modes.ts';
import type { Mode } from './modes.ts';
import type { Question } from './questions.ts';

export interface Told {
  readonly answers: readonly Answers[]; // by question; rows in the order of `modes`
  readonly modes: readonly RecordedMode[];
  /** Modes that could not be made. */
  readonly notes: readonly string[];
}

interface CountedMode extends RecordedMode {
  readonly mode: string;
  readonly asked: Mode;
}

/** Throws what `askAll` throws. */
export async function askPlanned<Seen>(
  job: Omit<AskAllJob<Seen>, 'modes'>,
  planned: readonly PlannedMode[],
  call: CallOptions,
): Promise<Told> {
  const fixed = planned.filter((mode): mode is Mode => !isEqual(mode));
  const later = planned.length - fixed.length;
  let before = 0;
  const noted = noting(call, ({ done }) => (before = done));
  const first = await askAll({ ...job, modes: fixed, ahead: later }, noted);
  const nothing = first.every((row) => row instanceof EngineError);
  if (later === 0 || nothing)
    return { answers: first, modes: fixed.map(({ name }) => ({ mode: name })), notes: [] };

  const names = fixed.map(({ name }) => name);
  const notes: string[] = [];
  const counted = planned.flatMap((mode): (CountedMode | string)[] => {
    if (!isEqual(mode)) return [mode.name];
    const from = fixed.find(({ name }) => name === mode.to)?.reduction;
    const tokens = meanPerView(job.questions, first, names.indexOf(mode.to));
    const made = modeAt(mode, { tokens, from }, job.subject);
    if (typeof made !== 'string')
      return [{ mode: made.name, equalTo: { mode: mode.to, tokens }, asked: made }];
    notes.push(made);
    return [];
  });
  const order = distinct(counted);
  const further = order.filter((mode) => typeof mode !== 'string');
  const kept = job.questions
    .map((_, index) => index)
    .filter((index) => !(first[index] instanceof EngineError));
  const second = await askAll(
    {
      ...job,
      questions: kept.flatMap((index) => job.questions[index] ?? []),
      modes: further.map(({ asked }) => asked),
    },
    after(call, before),
  );
  const answers = [...first];
  for (const [at, index] of kept.entries()) {
    const [before, after] = [first[index], second[at]];
    if (before === undefined || before instanceof EngineError || after === undefined) continue;
    answers[index] = after instanceof EngineError ? after : joined(order, names, before, after);
  }
  const modes = order.map((mode): RecordedMode =>
    typeof mode === 'string'
      ? { mode }
      : { mode: mode.mode, ...(mode.equalTo === undefined ? {} : { equalTo: mode.equalTo }) },
  );
  return { answers, modes, notes };
}

function noting(call: CallOptions, note: (progress: Progress) => void): CallOptions {
  return {
    ...call,
    onProgress: (progress) => {
      note(progress);
      call.onProgress?.(progress);
    },
  };
}

/** Progress of the second round as part of both. @param before answers of the first */
function after({ onProgress, ...call }: CallOptions, before: number): CallOptions {
  if (onProgress === undefined) return call;
  return {
    ...call,
    onProgress: ({ stage, done, total }) => onProgress({ stage, done: before + done, total: before + total }),
  };
}

/** Over all views of all pictures that were answered: the same picture counts once. Throws `bad-input` where an answer does not say its views. */
function meanPerView(questions: readonly Question[], answers: readonly Answers[], column: number): number {
  const seen = new Set<string>();
  let [tokens, views] = [0, 0];
  for (const [index, row] of answers.entries()) {
    if (row instanceof EngineError) continue;
    const [given, path] = [row[column], questions[index]?.path];
    if (given === undefined || path === undefined || seen.has(path)) continue;
    seen.add(path);
    if (given.views === undefined) {
      throw new EngineError(
        'bad-input',
        'Answers of an earlier version do not say how many views an image had',
        {
          remedy: 'evaluate without taking up earlier answers',
        },
      );
    }
    tokens += given.tokens;
    views += given.views;
  }
  return tokens / views;
}

/** A sentence where the method cannot keep so many. */
function modeAt(
  mode: EqualMode,
  { tokens, from }: { readonly tokens: number; readonly from: ReductionRequest | undefined },
  subject: Pick<Subject<unknown>, 'describe' | 'joins'>,
): Mode | string {
  const left = `${mode.method} at the ${tokens.toFixed(1)} tokens of ${mode.to} was left out`;
  const made = atCount(mode, tokens);
  if (made === undefined) return `${left}: no method keeps so few.`;
  if (subject.joins === true && from !== undefined && ofRows(from) !== ofRows(made.reduction)) {
    const [one, other] = ofRows(from) ? ['tokens', 'rows'] : ['rows', 'tokens'];
    return `${left}: where squares are joined, ${mode.method} keeps ${one} and ${mode.to} ${other}, which are not the same.`;
  }
  try {
    subject.describe(made.reduction);
    return made;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return `${left}: ${error.message}`;
  }
}

function ofRows({ method }: ReductionRequest): boolean {
  return methods[method].counts === 'rows';
}

/** Two modes that come to the same count are one. */
function distinct(modes: readonly (CountedMode | string)[]): (CountedMode | string)[] {
  const names = modes.map((mode) => (typeof mode === 'string' ? mode : mode.mode));
  const fixed = new Set(modes.filter((mode) => typeof mode === 'string'));
  return modes.filter((mode, at) => {
    if (typeof mode === 'string') return true;
    return !fixed.has(mode.mode) && names.indexOf(mode.mode) === at;
  });
}

function joined(
  order: readonly (CountedMode | string)[],
  names: readonly string[],
  before: readonly Given[],
  after: readonly Given[],
): Given[] {
  let next = 0;
  return order.flatMap(
    (mode) => (typeof mode === 'string' ? before[names.indexOf(mode)] : after[next++]) ?? [],
  );
}
