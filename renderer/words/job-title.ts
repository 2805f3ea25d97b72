/** A job by name. The engine writes an evaluation's modes as the command line does; here they have words. Pure. */
import type { Job } from '../../src-engine/engine.ts';
import { plural } from '../../src-engine/report/units.ts';
import { scorerLabel, shortModeWords } from './evaluation-words.ts';
import { questionsName } from './questions-words.ts';

const mostModes = 4;

/** "Evaluating on q.jsonl (All tokens, DyMU low; 6 images)". @param bundled the path of the bundled questions; null while it is not known */
export function jobTitle(
  { title, evaluate }: Pick<Job, 'title' | 'evaluate'>,
  bundled: string | null,
): string {
  if (evaluate === undefined) return title;
  const { data, modes, split, limit, instruction, scorer } = evaluate;
  const more = modes.length - mostModes;
  // Two evaluations of one set differ in what stands in brackets.
  const rest = [
    modes.slice(0, mostModes).map(shortModeWords).join(', ') +
      (more > 0 ? ` and ${plural(more, 'more mode')}` : ''),
    ...(split === undefined ? [] : [`split ${split}`]),
    ...(limit === undefined ? [] : [plural(limit, 'image')]),
    ...(scorer === undefined ? [] : [scorerLabel(scorer)]),
    ...(instruction === undefined ? [] : ['with an instruction']),
  ];
  const questions = data === bundled ? 'the bundled questions' : questionsName(data);
  return `Evaluating on ${questions} (${rest.join('; ')})`;
}
