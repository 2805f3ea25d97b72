/** Sentences that belong beside an evaluation's table: what was left out, cut or remarked upon, and what makes its intervals weak. Pure. */
import type { EvaluatedMode, RecordedEvaluation, RefusedLine, Remark } from '../engine.ts';

/** Below this many, resampled images say little about other images. */
const fewImages = 20;

export interface Noted {
  readonly run: RecordedEvaluation['run'];
  readonly rows: readonly EvaluatedMode[];
  readonly images: number;
  readonly questions: number;
  readonly refused: readonly RefusedLine[];
  readonly remarks: RecordedEvaluation['remarks'];
}

export function notesOf({ run, rows, images, questions, refused, remarks }: Noted): string[] {
  return [
    ...leftOut(refused.length, questions),
    ...narrow(images),
    ...cutShort(Math.max(0, ...rows.map(({ cut }) => cut)), run.maxNewTokens),
    ...run.notes,
    ...remarksOn(remarks.pictures, ['One image was read', 'images were read']),
    ...remarksOn(remarks.questions, ['One question was asked', 'questions were asked']),
  ];
}

function leftOut(left: number, questions: number): string[] {
  if (left === 0) return [];
  return [
    `${left} of ${questions + left} questions could not be used and ${left === 1 ? 'is' : 'are'} in no figure.`,
  ];
}

function narrow(images: number): string[] {
  if (images >= fewImages) return [];
  return [`Intervals from ${images === 1 ? 'one image' : `${images} images`} are too narrow to be trusted.`];
}

function cutShort(cut: number, longest: number): string[] {
  if (cut === 0) return [];
  const [which, how] = cut === 1 ? ['One answer', 'was'] : [`Up to ${cut} answers`, 'were'];
  return [
    `${which} of a mode ${how} cut at ${longest} tokens and judged as ${cut === 1 ? 'it was' : 'they were'}.`,
  ];
}

/** What is remarked upon in several parts counts once. */
function remarksOn(remarks: readonly Remark[], [one, many]: readonly [string, string]): string[] {
  const about = new Map<string, Remark>();
  for (const remark of remarks) if (!about.has(remark.about)) about.set(remark.about, remark);
  const [first] = [...about.values()].flatMap(({ sentences }) => sentences);
  if (first === undefined) return [];
  return [`${about.size === 1 ? one : `${about.size} ${many}`} with a remark; the first: ${first}`];
}
