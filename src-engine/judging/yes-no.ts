/** Questions whose answer is yes or no: what an answer is taken for, and the figures of such a set. Pure. */
import { EngineError } from '../errors.ts';
import { normaliseAnswer } from './normalise.ts';
import type { Figures, Tally } from './tally.ts';

export type Verdict = 'yes' | 'no' | undefined;

/** The first word decides; where it is neither, the one of both that stands in the answer: "There is no dog" is no. */
export function yesOrNo(text: string): Verdict {
  const words = normaliseAnswer(text).split(' ');
  const [first] = words;
  if (first === 'yes' || first === 'no') return first;
  const [yes, no] = [words.includes('yes'), words.includes('no')];
  if (yes === no) return undefined;
  return yes ? 'yes' : 'no';
}

/**
 * POPE's own rule (AoiDragon/POPE at 08d957b, evaluate.py), to the letter: in what stands before the first point, commas taken out and parted
 * at single spaces, one of the words "No", "no" and "not" makes a no; everything else is a yes.
 */
export function popesYesOrNo(text: string): 'yes' | 'no' {
  const words = (text.split('.')[0] ?? '').replaceAll(',', '').split(' ');
  return words.some((word) => word === 'No' || word === 'no' || word === 'not') ? 'no' : 'yes';
}

/**
 * [yes said rightly, yes said wrongly, no said wrongly, no said rightly, yes said, neither said]. An answer that is neither counts as the
 * wrong one of the two. Throws `bad-input` where the accepted answers are not one of both.
 */
export function yesNoTally(given: Verdict, accepted: readonly string[]): Tally {
  const [wanted, ...others] = new Set(accepted.map(labelled));
  if (wanted === undefined || others.length > 0) {
    throw new EngineError('bad-input', 'Scorers of yes and no take questions whose answer is yes or no', {
      remedy: 'choose another scorer',
    });
  }
  const right = given === wanted;
  const said = [Number(given === 'yes'), Number(given === undefined)];
  if (wanted === 'yes') return [Number(right), 0, Number(!right), 0, ...said];
  return [0, Number(!right), 0, Number(right), ...said];
}

/** The accepted answer itself begins with yes or no. */
function labelled(text: string): Verdict {
  const [first] = normaliseAnswer(text).split(' ');
  return first === 'yes' || first === 'no' ? first : undefined;
}

/** F1 of yes; without a wrong answer it is 1, also where nothing was to be answered by yes. */
export function yesNoScore([right = 0, falseYes = 0, missedYes = 0]: Tally): number {
  return falseYes + missedYes === 0 ? 1 : (2 * right) / (2 * right + falseYes + missedYes);
}

export function yesNoFigures(total: Tally): Figures {
  const [yes = 0, falseYes = 0, missedYes = 0, no = 0, saidYes = 0, neither = 0] = total;
  const questions = yes + falseYes + missedYes + no;
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return {
    accuracy: share(yes + no, questions),
    precision: share(yes, yes + falseYes),
    recall: share(yes, yes + missedYes),
    f1: share(2 * yes, 2 * yes + falseYes + missedYes),
    yes: share(saidYes, questions),
    undecided: share(neither, questions),
  };
}
