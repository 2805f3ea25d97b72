/** A question set in words. Pure. */
import type { QuestionsReport } from '../../src-engine/engine.ts';
import { plural } from '../../src-engine/report/units.ts';

/** @param data a path; null for the bundled questions */
export function questionsName(data: string | null): string {
  if (data === null) return 'The bundled questions';
  return data.split(/[\\/]/).filter(Boolean).at(-1) ?? data;
}

/** "VQAv2, val2014: 214,354 questions about 40,504 pictures". */
export function questionsFacts({ set, label, split, questions, images }: QuestionsReport): string {
  const layout = set === 'jsonl' ? 'One question a line' : split === null ? label : `${label}, ${split}`;
  return `${layout}: ${plural(questions, 'question')} about ${plural(images, 'image')}.`;
}

/** Null where everything can be used. */
export function missingWords({ missing, refused }: QuestionsReport): string | null {
  if (refused.length === 0 && missing.questions === 0) return null;
  const pictures =
    missing.images === 0
      ? ''
      : `${plural(missing.images, 'image')} of ${plural(missing.questions, 'question')} ${missing.images === 1 ? 'is' : 'are'} missing`;
  const others = Math.max(0, refused.length - missing.questions);
  const lines =
    others === 0
      ? ''
      : `${plural(others, 'further line')} cannot be used`.replace(pictures === '' ? 'further ' : '', '');
  return `${[pictures, lines].filter((each) => each !== '').join('; ')}. They are left out of every figure.`;
}
