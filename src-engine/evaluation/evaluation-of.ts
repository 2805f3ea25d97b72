/**
 * From recorded answers to the result of an evaluation. One machine's answers are one part, those of shards are several: the result is the
 * same, number for number, because it is made here in both cases. Pure.
 */
import type {
  EvaluatedQuestion,
  EvaluateResult,
  RecordedEvaluation,
  RecordedQuestion,
  RefusedLine,
} from '../engine.ts';
import { EngineError } from '../errors.ts';
import { clip, quotePath } from '../files/words.ts';
import { scorers } from '../judging/scorers.ts';
import { noTally, type Scorer } from '../judging/tally.ts';
import { inOrder } from './in-order.ts';
import { notesOf } from './evaluation-notes.ts';
import { checkParts } from './parts.ts';
import { evaluatedRows } from './rows.ts';
import type { Judged } from './rows.ts';

export interface ResultOptions {
  /** With every single answer. */
  readonly details?: boolean;
  /** A part by itself, of which the rest is elsewhere. */
  readonly partial?: boolean;
}

/**
 * Parts may come in any order. Throws `bad-input` where they are of different runs, where one is missing or there twice, and where no
 * question of any was answered.
 */
export function evaluationOf(
  parts: readonly RecordedEvaluation[],
  { details = false, partial = false }: ResultOptions = {},
): EvaluateResult {
  const [first, ...others] = checkParts(parts, partial);
  const { run, unread } = first;
  const all = [first, ...others];
  const questions = all.flatMap((part) => part.questions).sort(byOrder);
  const unasked = all.flatMap((part) => part.unasked).sort(byOrder);
  if (questions.length === 0 && unasked[0] !== undefined) throw nothingAnswered(first, unasked[0].reason);
  const refused = inOrder([...unread, ...unasked.map(refusedLine)]);
  const scorer = scorers[run.scorer];
  const judged = judge(questions, run, scorer);
  const rows = evaluatedRows(judged, scorer);
  const images = new Set(questions.map(({ picture }) => picture)).size;
  const remarks = {
    pictures: all.flatMap((part) => part.remarks.pictures).sort(byOrder),
    questions: all.flatMap((part) => part.remarks.questions).sort(byOrder),
  };
  const notes = notesOf({ run, rows, images, questions: questions.length, refused, remarks });
  return {
    model: run.model,
    device: run.device,
    precision: run.precision,
    tower: run.tower,
    ...(run.encoderFingerprint === undefined ? {} : { encoderFingerprint: run.encoderFingerprint }),
    imageBackend: run.imageBackend,
    imageRoute: run.imageRoute,
    data: run.data,
    set: run.set,
    split: run.split,
    scorer: run.scorer,
    ...(run.instruction === null ? {} : { instruction: run.instruction }),
    images,
    questions: questions.length,
    rows,
    kinds: kindsOf(questions),
    ...(refused.length === 0 ? {} : { refused }),
    ...(details ? { details: detailsOf(questions, judged, scorer) } : {}),
    ...(notes.length === 0 ? {} : { notes }),
    ...(partial && first.shard.count > 1 ? { shard: first.shard } : {}),
  };
}

function nothingAnswered({ run }: RecordedEvaluation, reason: string): EngineError {
  return new EngineError(
    'bad-input',
    `No question of ${quotePath(run.data)} could be asked (${clip(reason.replace(/\.$/, ''), 400)})`,
    { remedy: 'check the pictures that it names' },
  );
}

const byOrder = (a: { readonly order: number }, b: { readonly order: number }): number => a.order - b.order;

function refusedLine({ file, line, image, reason }: RefusedLine): RefusedLine {
  return { ...(file === undefined ? {} : { file }), line, ...(image === undefined ? {} : { image }), reason };
}

function judge(
  questions: readonly RecordedQuestion[],
  { modes }: RecordedEvaluation['run'],
  scorer: Scorer,
): Judged {
  const pictures = new Map<number, number>();
  for (const { picture } of questions) if (!pictures.has(picture)) pictures.set(picture, pictures.size);
  return {
    questions: questions.map(({ picture, kind, group }) => ({
      picture: pictures.get(picture) ?? 0,
      kind,
      group,
    })),
    modes,
    given: questions.map(({ given }) => given),
    tallies: questions.map(({ given, answers, question, kind, options }) => {
      const asked = {
        question,
        kind,
        ...(options === undefined ? {} : { options: new Map(Object.entries(options)) }),
      };
      return given.map(({ text }) => scorer.tally(text, answers, asked));
    }),
  };
}

function kindsOf(questions: readonly RecordedQuestion[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of questions) if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function detailsOf(
  questions: readonly RecordedQuestion[],
  { tallies }: Judged,
  scorer: Scorer,
): EvaluatedQuestion[] {
  return questions.map(({ id, image, path, question, answers, kind, given }, index) => ({
    id,
    image,
    path,
    question,
    answers,
    ...(kind === undefined ? {} : { kind }),
    given: given.map(({ text, tokens }, column) => ({
      text,
      tokens,
      score: scorer.score(tallies[index]?.[column] ?? noTally),
    })),
  }));
}
