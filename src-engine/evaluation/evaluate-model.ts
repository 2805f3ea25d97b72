/** Evaluates the loaded model on a set of questions: wires reading, asking and counting to real sessions and files. */
import { join } from 'node:path';
import type {
  CallOptions,
  EvaluateRequest,
  EvaluateResult,
  MayRead,
  ModelInfo,
  RecordedEvaluation,
  Shard,
} from '../engine.ts';
import { EngineError, inContext } from '../errors.ts';
import { sha256 } from '../files/sha256.ts';
import { quotePath } from '../files/words.ts';
import { describeModel } from '../inference/describe-model.ts';
import type { LoadedModel } from '../inference/loaded-model.ts';
import { scorers } from '../judging/scorers.ts';
import { decodingOf } from '../language/decoding.ts';
import { openAnswerStore } from './answer-store.ts';
import type { AnswerStore } from './answer-store.ts';
import type { AskAllJob } from './ask-all.ts';
import { askPlanned, type Told } from './ask-planned.ts';
import { limitImages, numbered, ofShard, type Numbered } from './choose.ts';
import { embeddedPictures } from './embedded-pictures.ts';
import { isEqual, planModes, type PlannedMode } from './equal-modes.ts';
import { evaluationOf } from './evaluation-of.ts';
import { instructed } from './instruction.ts';
import { keptSoFar, type KeptSoFar } from './kept-answers.ts';
import { modelSubject, usualNewTokens } from './model-subject.ts';
import type { InTurn } from './model-subject.ts';
import type { Question } from './questions.ts';
import { questionsFingerprint } from './questions-fingerprint.ts';
import { readSet } from './read-set.ts';
import { recordAnswers, remarksInOrder } from './record.ts';
import { fitting } from './usable.ts';

export interface EvaluationHost {
  readonly inTurn: InTurn;
  /** Where answers given so far are kept, and pictures that data embed. */
  readonly directory: string;
  /** An answer is written. */
  readonly kept?: (() => void) | undefined;
  /** Asked about what the data name, right before it is read; what must not be is left out and told. */
  readonly mayRead?: MayRead | undefined;
  /** The same of the caller, who wants all of it or nothing. */
  readonly mayReadAll?: MayRead | undefined;
}

const whole = { index: 1, count: 1 } as const;

/**
 * What no question could be asked with is refused before the first answer. A line, a picture or a question that cannot be used is left out and
 * told in `refused`. Throws EngineError; what was answered until then is kept.
 */
export async function evaluateModel(
  host: EvaluationHost,
  request: EvaluateRequest,
  call: CallOptions,
): Promise<EvaluateResult> {
  const planned = planModes(request.modes);
  const shard = request.shard ?? whole;
  if (shard.count > 1 && planned.some(isEqual)) throw countsOfAll();
  const model = await host.inTurn((loaded: LoadedModel) => Promise.resolve(loaded));
  const { spec } = model.checkpoint;
  const set = await readSet(request, host.mayRead);
  const scorer = scorers[request.scorer ?? set.scorer];
  const instruction = instructed(request.instruction, set);
  const fit = fitting(limitImages(set.questions, request.limit), scorer);
  const all = numbered(fit.questions.map(instruction.ask));
  const asked = shard.count === 1 ? all : ofShard(all, shard);

  if (host.mayReadAll !== undefined) await checkPictures(asked, host.mayReadAll);
  const subject = await modelSubject(model, host.inTurn, request.maxNewTokens);
  for (const mode of planned) if (!isEqual(mode)) subject.describe(mode.reduction);
  const pictures = embeddedPictures(join(host.directory, 'pictures'));
  const name = storeName(subject.identity, set.data, shard);
  const questions = asked.map(({ question }) => question);
  const pictureFile = async (question: Question): Promise<string> => {
    if (question.embedded === undefined) await host.mayRead?.(question.path);
    return pictures.fileOf(question);
  };
  const job = { subject, questions, pictureFile };
  const file = join(host.directory, `${name}.jsonl`);
  const kept = request.kept === true ? await keptSoFar(job, file, planned, call) : undefined;
  const told =
    kept ??
    (await askedAndKept(job, { file, resume: request.resume ?? false, kept: host.kept }, planned, call));
  if (shard.count === 1) needAnswers(asked, told.answers, set.data);

  const descriptions = planned.map((mode) =>
    isEqual(mode) ? `${mode.method}=${mode.to}` : [subject.describe(mode.reduction), mode.virtualUnmerging],
  );
  const recorded: RecordedEvaluation = {
    fingerprint: sha256(
      JSON.stringify([subject.identity, descriptions, scorer.name, questionsFingerprint(all)]),
    ).slice(0, 32),
    run: {
      model: spec.name,
      device: model.device.name,
      precision: model.precision,
      tower: model.towerPrecision,
      encoderFingerprint: model.checkpoint.encoderFingerprint,
      imageBackend: spec.preprocess.backend,
      imageRoute: model.images.route,
      data: set.data,
      set: set.set,
      split: set.split,
      scorer: scorer.name,
      instruction: instruction.text,
      maxNewTokens: request.maxNewTokens ?? usualNewTokens,
      modes: told.modes,
      notes: [
        ...set.notes,
        ...told.notes,
        ...countsNote(describeModel(model), told.modes),
        ...settingsNote(model.checkpoint.generation),
      ],
    },
    shard,
    whole: { images: new Set(all.map(({ picture }) => picture)).size, questions: all.length },
    ...recordAnswers({
      asked,
      answers: told.answers,
      modes: told.modes,
      fileOf: (path) => pictures.pathOf(path),
    }),
    unread: [...set.refused, ...fit.refused],
    remarks: {
      pictures: remarksInOrder(asked, subject.remarks, ({ path }) => pictures.pathOf(path)),
      questions: remarksInOrder(asked, subject.questionRemarks, ({ question }) => question),
    },
  };
  const result = {
    ...evaluationOf([recorded], { details: request.details ?? false, partial: true }),
    ...(kept === undefined ? {} : { pending: kept.pending }),
  };
  if (kept !== undefined && result.questions === 0) return { ...result, rows: [], notes: [] };
  return request.record === true ? { ...result, recorded } : result;
}

/** Where squares are joined, a view has fewer rows than tokens, and one column holds both. */
function countsNote(
  { cellsPerView: cells, tokensPerView }: ModelInfo,
  modes: RecordedEvaluation['run']['modes'],
): string[] {
  const ofRows = modes.map(({ mode }) => mode).filter((mode) => /^(?:rows|dart):/u.test(mode));
  if (cells === undefined || ofRows.length === 0) return [];
  return [
    `Tokens of ${ofRows.join(', ')} are rows of the language model, of which a view has ${cells}; those of the other modes are tokens of the encoder, ${tokensPerView} a view.`,
  ];
}

async function checkPictures(asked: readonly Numbered[], mayRead: MayRead): Promise<void> {
  const files = asked.flatMap(({ question }) => (question.embedded === undefined ? [question.path] : []));
  for (const path of new Set(files)) await mayRead(path);
}

/** Shards have stores of their own: two on one machine may be at work at the same time. */
function storeName(identity: string, data: string, { index, count }: Shard): string {
  const part = count === 1 ? '' : `\n${index} of ${count}`;
  return sha256(`${identity}\n${data}${part}`).slice(0, 32);
}

interface Keeping {
  readonly file: string;
  readonly resume: boolean;
  readonly kept: EvaluationHost['kept'];
}

async function askedAndKept<Seen>(
  job: Omit<AskAllJob<Seen>, 'modes' | 'store'>,
  { file, resume, kept }: Keeping,
  planned: readonly PlannedMode[],
  call: CallOptions,
): Promise<Told> {
  const store = await openAnswerStore(file, resume);
  const put: AnswerStore['put'] = async (key, given) => {
    await store.put(key, given);
    kept?.();
  };
  try {
    return await askPlanned({ ...job, store: { ...store, put } }, planned, call);
  } finally {
    await store.close();
  }
}

function countsOfAll(): EngineError {
  return new EngineError(
    'bad-input',
    'Modes at equal tokens take their counts from all images, and a shard has only some',
    {
      remedy: 'evaluate the DyMU modes first and write the counts out, such as tome:39',
    },
  );
}

/** Throws, with the first reason, where no question was answered. */
function needAnswers(
  asked: readonly Numbered[],
  answers: Told['answers'] | KeptSoFar['answers'],
  data: string,
): void {
  const first = answers.findIndex((row) => row instanceof EngineError);
  const [error, line] = [answers[first], asked[first]?.question.line];
  if (!(error instanceof EngineError) || answers.some((row) => !(row instanceof EngineError))) return;
  throw inContext(
    error,
    (fact) => `No question of ${quotePath(data)} could be asked (line ${line ?? 1}: ${fact})`,
  );
}

/** Two models are compared fairly only if it is known that one of them answers under rules of its own. */
function settingsNote({ settings, file }: LoadedModel['checkpoint']['generation']): string[] {
  const inForce = decodingOf(settings, { kind: 'greedy' }).settings;
  if (inForce.length === 0) return [];
  const named = inForce.map(({ name, value }) => `${name} ${String(value)}`).join(', ');
  return [`Answers follow ${file ?? 'the checkpoint'}: ${named}.`];
}
