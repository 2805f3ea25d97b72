/** The letter of a multiple choice's right option, as its data state it. Pure. */
import { EngineError } from '../../errors.ts';
import { optionsIn } from '../options.ts';
import type { Asked } from '../tally.ts';

/** The accepted answer is a letter, or the text of one option. Throws `bad-input` where it is neither. */
export function wantedLetter([answer = '']: readonly string[], asked?: Asked): string {
  const letter = /^\s*\(?([A-Z])\)?\.?\s*$/.exec(answer)?.[1];
  if (letter !== undefined) return letter;
  const options = asked === undefined ? undefined : (asked.options ?? optionsIn(asked.question));
  const found = [...(options ?? [])].find(([, text]) => text.trim() === answer.trim());
  if (found !== undefined) return found[0];
  throw new EngineError('bad-input', "A benchmark's choices are judged by the letter of the right option", {
    remedy: 'choose another scorer, or give letters as answers',
  });
}
