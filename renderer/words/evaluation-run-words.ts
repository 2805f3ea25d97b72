/** Runs of evaluations in words: what was asked for, how far each is. Pure. */
import { formatDuration, plural } from '../../src-engine/report/units.ts';
import { modelNameOf, type EvaluationRun } from '../state/evaluation/runs.ts';
import { modeWords } from './evaluation-words.ts';
import { joined, rateWords } from './job-words.ts';
import { questionsName } from './questions-words.ts';

/** "The bundled questions · pocket". */
export function runTitle(run: EvaluationRun, bundled: string | null): string {
  const { data } = run.evaluate;
  return `${questionsName(data === bundled ? null : data)} · ${modelNameOf(run)}`;
}

/** "All tokens, DyMU high and 2 more modes, 40 pictures". */
export function runPlanWords({ evaluate: { modes, limit } }: EvaluationRun): string {
  const named = modes.slice(0, 2).map(modeWords).join(', ');
  const more = modes.length > 2 ? ` and ${plural(modes.length - 2, 'more mode')}` : '';
  return `${named}${more}${limit === undefined ? '' : `, ${plural(limit, 'image')}`}`;
}

/** "412 of 10,800 answers · 24 a second · about 7 min left"; what is not known yet is left out. */
export function runStateWords(run: EvaluationRun): string {
  const { done, total, perSecond, secondsLeft } = run;
  const count = total === 0 ? '' : `${done.toLocaleString('en')} of ${plural(total, 'answer')}`;
  switch (run.state) {
    case 'queued':
      return joined([run.waitsFor ?? 'waits for its turn', count]);
    case 'running':
      return joined([
        count === '' ? 'beginning' : count,
        perSecond === null ? '' : rateWords(perSecond),
        secondsLeft === null ? '' : `${formatDuration(1000 * secondsLeft)} left`,
      ]);
    case 'paused':
      return joined(['paused', count]);
    case 'done':
      return `done ${timeWords(run.endedMs ?? run.createdMs)}`;
    case 'failed':
      return joined(['stopped by an error', count]);
    case 'cancelled':
      return joined(['stopped', count]);
  }
}

/** "29 Nov, 16:20". */
export function timeWords(ms: number): string {
  const at = new Date(ms);
  const day = at.toLocaleDateString('en', { day: 'numeric', month: 'short' });
  return `${day}, ${at.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false })}`;
}
