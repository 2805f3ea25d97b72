/** MME's own evaluation (calculation.py of its eval_tool): accuracy, accuracy+ and points by category, perception and cognition. Pure. */
import { EngineError } from '../../errors.ts';
import type { Asked, Figures, Tally } from '../tally.ts';

export const perception = [
  'existence',
  'count',
  'position',
  'color',
  'posters',
  'celebrity',
  'scene',
  'landmark',
  'artwork',
  'OCR',
] as const;
export const cognition = [
  'commonsense_reasoning',
  'numerical_calculation',
  'text_translation',
  'code_reasoning',
] as const;
const categories: readonly string[] = [...perception, ...cognition];

/** Of a category a tally holds [answers right, answers, images with both right, images], at four times its place; behind them all those undecided. */
const perCategory = 4;
const undecidedAt = perCategory * categories.length;

/** Decided by the first four characters: "yes" in them, else "no" in them, as in "not sure"; else neither. */
export function mmeVerdict(given: string): 'yes' | 'no' | undefined {
  const text = given.trim().toLowerCase();
  const head = text.slice(0, 4);
  if (head.includes('yes')) return 'yes';
  return head.includes('no') ? 'no' : undefined;
}

/** One answer; images are counted by `combinePair`. Throws `bad-input` for an answer that is not yes or no and for a kind that is no category of MME's. */
export function mmeTally(given: string, accepted: readonly string[], asked?: Asked): Tally {
  const wanted = accepted[0]?.trim().toLowerCase().replace(/\.$/, '');
  if (wanted !== 'yes' && wanted !== 'no') {
    throw new EngineError('bad-input', "MME's rule takes questions whose answer is yes or no", {
      remedy: 'choose another scorer',
    });
  }
  const at = categories.indexOf(asked?.kind ?? '');
  if (at < 0) {
    throw new EngineError('bad-input', `MME's rule takes questions of its fourteen categories as kinds`, {
      remedy: 'choose the scorer of yes and no',
    });
  }
  const verdict = mmeVerdict(given);
  const tally = new Array<number>(undecidedAt + 1).fill(0);
  tally[perCategory * at] = Number(verdict === wanted);
  tally[perCategory * at + 1] = 1;
  tally[undecidedAt] = Number(verdict === undefined);
  return tally;
}

/** The two questions of an image. One that has lost its fellow counts in accuracy and in no accuracy+. */
export function combinePair(pair: readonly Tally[]): Tally {
  const total = new Array<number>(undecidedAt + 1).fill(0);
  for (const tally of pair) for (const [i, value] of tally.entries()) total[i] = (total[i] ?? 0) + value;
  if (pair.length !== 2) return total;
  const at = perCategory * categories.findIndex((_, index) => (total[perCategory * index + 1] ?? 0) > 0);
  total[at + 2] = Number(total[at] === 2);
  total[at + 3] = 1;
  return total;
}

interface Counted {
  readonly accuracy: number;
  readonly plus: number | null;
}

function countedOf(total: Tally, name: string): Counted | undefined {
  const at = perCategory * categories.indexOf(name);
  const [right = 0, answers = 0, both = 0, images = 0] = total.slice(at, at + perCategory);
  if (answers === 0) return undefined;
  return { accuracy: right / answers, plus: images === 0 ? null : both / images };
}

/** A category's points as a share of the 200 that it can have. */
const shareOf = ({ accuracy, plus }: Counted): number => (plus === null ? accuracy : (accuracy + plus) / 2);

/** Points over those that the categories asked can have: 1 is 2800 points for all of MME. */
export function mmeScore(total: Tally): number {
  const counted = categories.flatMap((name) => countedOf(total, name) ?? []);
  return counted.reduce((sum, each) => sum + shareOf(each), 0) / counted.length;
}

/** `perception` and `cognition` are sums over their categories: times 100 they are MME's points, of 2000 and 800. */
export function mmeFigures(total: Tally): Figures {
  const sum = (at: number): number =>
    categories.reduce((all, _, i) => all + (total[perCategory * i + at] ?? 0), 0);
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  const points = (names: readonly string[]): number | null => {
    const counted = names.flatMap((name) => countedOf(total, name) ?? []);
    return counted.length === 0 ? null : counted.reduce((all, each) => all + 2 * shareOf(each), 0);
  };
  return {
    perception: points(perception),
    cognition: points(cognition),
    accuracy: share(sum(0), sum(1)),
    'accuracy+': share(sum(2), sum(3)),
    undecided: share(total[undecidedAt] ?? 0, sum(1)),
  };
}
