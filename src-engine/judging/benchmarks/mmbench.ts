/**
 * MMBench as VLMEvalKit matches answers without a language model (matching_util.py and multiple_choice.py at e8e78f0, exact matching), to the
 * letter. The published leaderboard asks a language model about answers that these rules do not match; here they are wrong. Pure.
 */
import { optionsIn, type Options } from '../options.ts';
import type { Asked, Figures, Tally } from '../tally.ts';
import { wantedLetter } from './wanted-letter.ts';

/** [right, 1, matched to none, 1, right]; `combined` makes one of the rounds of a question. */
export function mmBenchTally(given: string, accepted: readonly string[], asked?: Asked): Tally {
  const wanted = wantedLetter(accepted, asked);
  const letter = mmBenchLetter(given, optionsOf(asked));
  const right = Number(letter === wanted);
  return [right, 1, Number(letter === undefined), 1, right];
}

/** A question is right if it is in every round, its options turned by one place each time (circular evaluation). */
export function combineRounds(rounds: readonly Tally[]): Tally {
  const sum = (at: number): number => rounds.reduce((total, round) => total + (round[at] ?? 0), 0);
  const every = Number(rounds.every(([right]) => right === 1));
  return [every, 1, sum(2), sum(3), sum(4)];
}

/** `rounds`: the share of single rounds that are right. */
export function mmBenchFigures([, , unmatched = 0, rounds = 0, right = 0]: Tally): Figures {
  const share = (part: number): number | null => (rounds === 0 ? null : part / rounds);
  return { rounds: share(right), undecided: share(unmatched) };
}

function optionsOf(asked: Asked | undefined): Options {
  return asked === undefined ? new Map() : (asked.options ?? optionsIn(asked.question));
}

const refusals = [
  "Sorry, I can't help with images of people yet.",
  "I can't process this file.",
  "I'm sorry, but without the image provided",
  'Cannot determine the answer',
];

/** What a refusal is taken for: no option has it. */
const none = 'Z';

/** Undefined where the rules match nothing. */
export function mmBenchLetter(given: string, options: Options): string | undefined {
  const letter = byLetter(given, options) ?? byText(given, options);
  return letter === none ? undefined : letter;
}

/** One letter alone, among the last four words where it first stands; else the first "answer is B". */
function byLetter(given: string, options: Options): string | undefined {
  if (given.includes('Failed to obtain answer via API')) return undefined;
  if (refusals.some((refusal) => given.includes(refusal))) return none;
  const words = given
    .replace(/[.()[\],:;!*#{}]/g, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '');
  const named = [...options.keys()].filter((letter) => words.includes(letter));
  const [only] = named;
  if (only !== undefined && named.length === 1 && words.indexOf(only) > words.length - 5) return only;
  if (named.length === 0 && words.includes(none)) return none;
  const said = /answer\s+is\s+\**([ABCD])\**/i.exec(given)?.[1]?.toUpperCase();
  return said !== undefined && options.has(said) ? said : undefined;
}

/** The one option whose text stands in the answer, as characters and not as words; not in an answer twice as long as all options together. */
function byText(given: string, options: Options): string | undefined {
  const length = [...options.values()].reduce((sum, text) => sum + Array.from(text).length, 0);
  const answer = given.toLowerCase();
  if (Array.from(answer).length > 2 * length) return undefined;
  const found = [...options].filter(([, text]) => answer.includes(text.toLowerCase()));
  return found.length === 1 ? found[0]?.[0] : undefined;
}
