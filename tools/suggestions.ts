/** The rule by which the shelf suggests questions, from what the embedded model said about the samples. Pure; asks no model. */
import type { Sample, SampleAnswer, SampleAnswers } from './sample-answers.ts';

/** As many as shelf.json may hold for a picture. */
export const mostSuggestions = 4;

/** Kinds of questions, those that say most about a picture first. Which of the first group begins moves on from picture to picture. */
const tellingKinds = ['describe', 'sign', 'count', 'where', 'what', 'beside', 'at', 'category', 'biggest'];
const plainKinds = ['total', 'bg', 'exists'];

interface Candidate extends SampleAnswer {
  readonly kind: string;
  /** How little the true answer tells: that nothing is there most of all. */
  readonly dullness: number;
}

/**
 * Best first:
 * 1. questions of different kinds that are answered right with all tokens, and word for word alike at every preset;
 * 2. where these are few, others that are right with all tokens;
 * 3. last, where there is one, a question whose answer changes at the preset `low`, rather one that is right with all tokens.
 * So the first is always right with all tokens. Questions whose answer is that nothing is there come after all others.
 * `turn` is the picture's number on the shelf, from 0. Throws where no question is answered right.
 */
export function suggest(sample: Sample, answers: readonly SampleAnswer[], turn: number): readonly string[] {
  const ranked = rank(candidatesOf(sample, answers), orderOfKinds(turn));
  const right = ranked.filter((one) => one.right);
  const steady = right.filter(({ changes }) => Object.keys(changes).length === 0);
  const changing = ranked.filter(({ changes }) => changes['dymu:low'] !== undefined);
  const last = changing.find((one) => one.right) ?? changing[0];

  const room = mostSuggestions - (last === undefined ? 0 : 1);
  const first = [...new Set([...oneOfEachKind(steady), ...steady, ...right])]
    .filter((one) => one !== last)
    .slice(0, room);
  // A picture with a single right answer that changes: it comes first, and alone.
  const chosen = last === undefined || (first.length === 0 && !last.right) ? first : [...first, last];
  if (chosen.length === 0) {
    throw new Error(
      `The model answers no question about ${sample.file} right; change its plan in tools/pocket/sample_plans.json.`,
    );
  }
  return chosen.map(({ question }) => question);
}

/** The whole shelf's scenes: the opening picture first, the others in the order of samples.json. */
export function shelfScenes(samples: readonly Sample[], { samples: asked }: SampleAnswers) {
  const ordered = [
    ...samples.filter(({ opening }) => opening === true),
    ...samples.filter(({ opening }) => opening !== true),
  ];
  return ordered.map((sample, turn) => ({
    kind: 'scene' as const,
    file: `samples/${sample.file}`,
    title: sample.title,
    questions: suggest(sample, asked.find(({ file }) => file === sample.file)?.answers ?? [], turn),
  }));
}

function candidatesOf({ qa }: Sample, answers: readonly SampleAnswer[]): readonly Candidate[] {
  return qa.flatMap(({ kind, question, answer }) => {
    const given = answers.find((one) => one.question === question);
    return given === undefined ? [] : [{ ...given, kind, dullness: dullnessOf(answer) }];
  });
}

const nothingThere = 2;

function dullnessOf(answer: string): number {
  if (/^(No|None|Nothing|There is no sign)\.$/.test(answer)) return nothingThere;
  return answer === 'One.' ? 1 : 0;
}

function orderOfKinds(turn: number): readonly string[] {
  const start = turn % tellingKinds.length;
  return [...tellingKinds.slice(start), ...tellingKinds.slice(0, start), ...plainKinds];
}

/** By kind, in a kind the least dull first, else in the order of samples.json. */
function rank(candidates: readonly Candidate[], kinds: readonly string[]): readonly Candidate[] {
  const place = ({ kind, dullness }: Candidate): readonly number[] => [
    Number(dullness === nothingThere),
    kinds.indexOf(kind),
    dullness,
  ];
  return candidates.toSorted((a, b) => {
    const [one, other] = [place(a), place(b)];
    return one.map((value, index) => value - (other[index] ?? 0)).find((sign) => sign !== 0) ?? 0;
  });
}

const oneOfEachKind = (ranked: readonly Candidate[]): readonly Candidate[] =>
  ranked.filter(({ kind }, index) => ranked.findIndex((one) => one.kind === kind) === index);
