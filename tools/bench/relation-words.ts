/** One line that says how two builds relate. */
import type { Spread } from '../../src-engine/report/spread.ts';
import type { Relation } from './interleave.ts';
import type { Task } from './task.ts';

/** '412 ms (401–433) -> 103 ms (99–120): 4.01x (3.80–4.20)': medians with least and most, the ratio with its 95 % interval. */
export function relationWords({ before, after, ratio, interval }: Relation, unit: Task['unit']): string {
  const between = interval === undefined ? '' : ` (95 %: ${interval.map((end) => end.toFixed(2)).join('–')})`;
  return `${spreadWords(before, unit)} -> ${spreadWords(after, unit)}: ${ratio.toFixed(2)}x${between}`;
}

function spreadWords({ median, min, max }: Spread, unit: Task['unit']): string {
  const scale = unit === 'bytes' ? 1e-6 : 1;
  const digits = median * scale < 100 ? 1 : 0;
  const [middle, low, high] = [median, min, max].map((value) => (value * scale).toFixed(digits));
  return `${middle ?? ''} ${unit === 'bytes' ? 'MB' : unit} (${low ?? ''}–${high ?? ''})`;
}
