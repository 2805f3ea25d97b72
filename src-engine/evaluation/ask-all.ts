/** Puts every question to a model in every mode: a picture is encoded once per reduction, and what the store knows is not asked again. Judges nothing. */
import type { CallOptions, ReductionRequest } from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { fileError } from '../files/bounded-file.ts';
import { sha256, sha256OfFile } from '../files/sha256.ts';
import type { AnswerStore, Given } from './answer-store.ts';
import type { Question } from './questions.ts';

/** Who is asked. `Seen` is an encoded picture as only the subject understands it. */
export interface Subject<Seen> {
  /** Everything that its answers depend on, beside picture, reduction and question. */
  readonly identity: string;
  /** What a reduction comes down to for this encoder; equal texts share encodings and answers. Throws EngineError where it cannot be done. */
  describe(reduction: ReductionRequest): string;
  /** Where squares of patches are joined: methods that act on the language model's rows count these, the others tokens of the encoder. */
  readonly joins?: boolean;
  look(image: string, reduction: ReductionRequest): Promise<Looked<Seen>>;
  ask(seen: Seen, ask: Ask): Promise<{ readonly text: string; readonly cut: boolean }>;
}

export interface Looked<Seen> {
  readonly seen: Seen;
  readonly tokens: number; // over all views
  readonly views?: number;
}

export interface Ask {
  readonly question: string;
  readonly reduction: ReductionRequest;
  readonly virtualUnmerging: boolean;
}

export interface AskedMode {
  readonly reduction: ReductionRequest;
  readonly virtualUnmerging: boolean;
}

export interface AskAllJob<Seen> {
  readonly subject: Subject<Seen>;
  readonly questions: readonly Question[];
  readonly modes: readonly AskedMode[];
  readonly store: AnswerStore;
  /** The file of a question's picture, where it must be made first. Called once a picture, when its turn comes. */
  readonly pictureFile?: (question: Question) => Promise<string>;
  /** Modes in which every question that is answered is asked afterwards: they count in the progress. None, unless said. */
  readonly ahead?: number;
}

/** Its answers by mode, or why it could not be asked: a question that some mode cannot answer is left out of all of them. */
export type Answers = readonly Given[] | EngineError;

/** Of these codes an error is about a picture or a question, and the next one may do better. */
const refusals: ReadonlySet<ErrorCode> = new Set(['bad-input', 'unsupported', 'too-long']);

/** So many questions that are too long before one was answered: the answers asked for are, and every further one would cost its picture's time. */
const hopeless = 20;

/**
 * One entry a question, in their order. Progress is in answers: those of a question that is left out are no part of the total. Throws EngineError for what is no picture's or question's fault; answers given until then are in the store.
 */
export async function askAll<Seen>(
  { subject, questions, modes, store, pictureFile, ahead = 0 }: AskAllJob<Seen>,
  { signal, onProgress }: CallOptions,
): Promise<Answers[]> {
  const described = modes.map((mode) => ({ ...mode, description: subject.describe(mode.reduction) }));
  const images = byImage(questions);
  const answers = questions.map((): Given[] => []);
  const refused = new Map<number, EngineError>();
  const each = modes.length + ahead;
  let [total, done, tooLong] = [questions.length * each, 0, 0];

  for (const [number, [path, indices]] of images.entries()) {
    throwIfAborted(signal);
    const about = questions[indices[0] ?? 0];
    const file =
      pictureFile === undefined || about === undefined ? path : await unlessRefused(pictureFile(about));
    const ask = await askerOf(subject, store, file);
    for (const mode of described) {
      for (const index of indices) {
        throwIfAborted(signal);
        if (refused.has(index)) continue;
        onProgress?.({ stage: stageAt(number, images.length), done, total });
        const given = await ask(questions[index]?.question ?? '', mode);
        if (given instanceof EngineError) {
          refused.set(index, given);
          total -= each - (answers[index]?.length ?? 0);
          tooLong += Number(given.code === 'too-long');
          if (done === 0 && tooLong === hopeless) throw given;
        } else {
          answers[index]?.push(given);
          done += 1;
        }
      }
    }
  }
  onProgress?.({ stage: 'Answered', done, total });
  return answers.map((row, index) => refused.get(index) ?? row);
}

interface DescribedMode extends AskedMode {
  readonly description: string;
}

/** Puts questions about one picture, which is encoded once per description, if at all. */
async function askerOf<Seen>(
  subject: Subject<Seen>,
  store: AnswerStore,
  path: string | EngineError,
): Promise<(question: string, mode: DescribedMode) => Promise<Given | EngineError>> {
  if (path instanceof EngineError) return () => Promise.resolve(path);
  const hash = await unlessRefused(hashFile(path));
  if (hash instanceof EngineError) return () => Promise.resolve(hash);
  const looks = new Map<string, Awaited<ReturnType<Subject<Seen>['look']>> | EngineError>();
  return async (question, { reduction, virtualUnmerging, description }) => {
    const key = keyOf([subject.identity, hash, description, virtualUnmerging, question]);
    const known = store.get(key);
    if (known !== undefined) return known;
    const look = looks.get(description) ?? (await unlessRefused(subject.look(path, reduction)));
    looks.set(description, look);
    if (look instanceof EngineError) return look;
    const answer = await unlessRefused(subject.ask(look.seen, { question, reduction, virtualUnmerging }));
    if (answer instanceof EngineError) return answer;
    const { tokens, views } = look;
    const given = { ...answer, tokens, ...(views === undefined ? {} : { views }) };
    await store.put(key, given);
    return given;
  };
}

/** What it resolves to, or the refusal of one picture or question. */
async function unlessRefused<T>(work: Promise<T>): Promise<T | EngineError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof EngineError && refusals.has(error.code)) return error;
    throw error;
  }
}

/** Indices of every picture's questions, pictures in the order in which they first appear. */
function byImage(questions: readonly Question[]): [path: string, indices: number[]][] {
  const images = new Map<string, number[]>();
  for (const [index, { path }] of questions.entries()) {
    const indices = images.get(path);
    if (indices === undefined) images.set(path, [index]);
    else indices.push(index);
  }
  return [...images];
}

/** A stage for each tenth, so that a log of stages stays short. */
function stageAt(number: number, images: number): string {
  const tenth = Math.floor((10 * number) / images);
  const first = Math.ceil((tenth * images) / 10) + 1;
  const last = Math.ceil(((tenth + 1) * images) / 10);
  const which = first === last ? `image ${first}` : `images ${first} to ${last}`;
  return `Answering, ${which} of ${images}`;
}

function keyOf(parts: readonly unknown[]): string {
  return sha256(JSON.stringify(parts));
}

async function hashFile(path: string): Promise<string> {
  return sha256OfFile(path).catch((cause: unknown) => {
    throw fileError(
      { file: path, code: 'bad-input', remedy: 'put it back, or take its questions out' },
      cause,
    );
  });
}
