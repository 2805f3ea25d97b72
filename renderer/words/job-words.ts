/** A job in words: what it does, how far it is, how long it will take. Pure. */
import type { Job, QueueRun } from '../../src-engine/engine.ts';
import { formatBytes, formatDuration, formatPercent, plural } from '../../src-engine/report/units.ts';

/** "412 of 3,412 · 24 a second · about 2 min left"; what is not known yet is left out. */
export function jobProgressWords({
  kind,
  state,
  waitsFor,
  stage,
  done,
  total,
  perSecond,
  secondsLeft,
  unit,
}: Job): string {
  const amount = (of: number) => (unit === 'bytes' ? formatBytes(of) : of.toLocaleString('en'));
  // Passes over the pictures at every budget: nobody counts in them.
  const inPasses = kind === 'calibrate' && / of \d+$/u.test(stage);
  const count =
    total === 0 ? '' : inPasses ? formatPercent(done / total) : `${amount(done)} of ${amount(total)}`;
  switch (state) {
    case 'queued':
      return joined([waitsFor ?? 'waits for its turn', count]);
    case 'running':
      return joined([
        stage === '' && count === '' ? 'beginning' : stage,
        count,
        perSecond === null || inPasses
          ? ''
          : unit === 'bytes'
            ? `${formatBytes(perSecond)} a second`
            : rateWords(perSecond),
        secondsLeft === null ? '' : `${formatDuration(1000 * secondsLeft)} left`,
      ]);
    case 'paused':
      return joined(['paused', count]);
    case 'done':
      return joined(['done', count]);
    case 'failed':
      return joined(['stopped', count]);
    case 'cancelled':
      return joined(['cancelled', count]);
  }
}

/** "24 a second", "3.5 a minute". */
export function rateWords(perSecond: number): string {
  if (perSecond >= 10) return `${Math.round(perSecond)} a second`;
  if (perSecond >= 1) return `${perSecond.toFixed(1)} a second`;
  return `${(60 * perSecond).toFixed(perSecond * 60 >= 10 ? 0 : 1)} a minute`;
}

/** What is there, with dots between. */
export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

/** "12 of 288 tasks · pocket · 2 workers". */
export function queueRunWords({ done, total, model, workers }: QueueRun): string {
  return joined([
    `${done.toLocaleString('en')} of ${plural(total, 'task')}`,
    model,
    workers === 0 ? 'no worker takes its tasks now' : plural(workers, 'worker'),
  ]);
}
