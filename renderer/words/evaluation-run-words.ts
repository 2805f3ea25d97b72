/** Runs of evaluations in words: what was asked for, how far each is. Pure. */
import { formatDuration, plural } from '../../src-engine/report/units.ts';
import type { EvaluationRun, RunProgress } from '../state/evaluation/runs.ts';
import { modeWords } from './evaluation-words.ts';
import { questionsName } from './questions-words.ts';

/** "The bundled questions · pocket". */
export function runTitle({ evaluate, modelName }: EvaluationRun, bundled: string | null): string {
  return `${questionsName(evaluate.data === bundled ? null : evaluate.data)} · ${modelName}`;
}

/** "All tokens, DyMU high and 2 more modes, 40 pictures". */
export function runPlanWords({ evaluate: { modes, limit } }: EvaluationRun): string {
  const named = modes.slice(0, 2).map(modeWords).join(', ');
  const more = modes.length > 2 ? ` and ${plural(modes.length - 2, 'more mode')}` : '';
  return `${named}${more}${limit === undefined ? '' : `, ${plural(limit, 'image')}`}`;
}

export function runActivityWords({ modelName }: EvaluationRun): string {
  return `Evaluating ${modelName}`;
}

/** "412 of 10,800 answers · 24 a second · about 7 min left"; what is not known yet is left out. @param loaded the model in use */
export function runStateWords(
  run: EvaluationRun,
  progress: RunProgress | undefined,
  loaded: string | null,
): string {
  const count =
    progress === undefined || progress.total === 0
      ? ''
      : `${progress.done.toLocaleString('en')} of ${plural(progress.total, 'answer')}`;
  switch (run.state) {
    case 'queued':
      return joined([
        run.model.directory === loaded ? 'waits for its turn' : `waits until ${run.modelName} is loaded`,
        count,
      ]);
    case 'running': {
      const { perSecond = null, total = 0, done = 0 } = progress ?? {};
      const left =
        perSecond === null || perSecond <= 0
          ? ''
          : `${formatDuration((1000 * (total - done)) / perSecond)} left`;
      return joined([
        count === '' ? 'beginning' : count,
        perSecond === null ? '' : rateWords(perSecond),
        left,
      ]);
    }
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

function rateWords(perSecond: number): string {
  if (perSecond >= 10) return `${Math.round(perSecond)} a second`;
  return perSecond >= 1 ? `${perSecond.toFixed(1)} a second` : `${(60 * perSecond).toFixed(1)} a minute`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

/** "29 Nov, 16:20". */
export function timeWords(ms: number): string {
  const at = new Date(ms);
  const day = at.toLocaleDateString('en', { day: 'numeric', month: 'short' });
  return `${day}, ${at.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false })}`;
}
