/** A collection on the terminal: a line per budget, and what could not be read. */
import type { Collection } from '../engine.ts';
import { enoughFor, spreadOf } from '../counts/spread.ts';
import { methodNames, methods } from '../reduction/methods.ts';
import { tokensColumn } from '../report/collection/rows.ts';
import type { CollectionRows } from '../report/collection/rows.ts';
import { table } from './table.ts';

const mostNamed = 10;

export function collectionInWords({ budgets, rows }: CollectionRows): string {
  const mixed = budgets.some((budget) => countedOf(budget) === 'rows'); // else all are tokens, as everywhere
  const lines = budgets.map((budget, index) => {
    const counts = rows.map(({ tokens }) => tokens[index] ?? Number.NaN);
    const { mean, std, min, max } = spreadOf(counts);
    const numbers = [mean, std].map((value) => value.toFixed(1));
    const whole = [min, enoughFor(counts, 0.5), enoughFor(counts, 0.95), max].map(String);
    return [budget, ...(mixed ? [countedOf(budget)] : []), ...numbers, ...whole];
  });
  const counted = mixed ? ['counted'] : [];
  const head = ['budget', ...counted, 'mean', 'std', 'least', 'enough for 50 %', 'for 95 %', 'most'];
  return table([head, ...lines], ['left', ...head.slice(1).map(() => 'right' as const)]);
}

/** What is counted, and the budget as it was asked for: `tokens_90`, `tokens_tome:60%`, `rows_rows:35%`, `rows_dart:60`. */
export function countColumn(budget: string): string {
  return countedOf(budget) === 'tokens' ? tokensColumn(budget) : `rows_${budget}`;
}

function countedOf(budget: string): 'rows' | 'tokens' {
  const method = methodNames.find((name) => budget.startsWith(`${name}:`));
  return method !== undefined && methods[method].counts === 'rows' ? 'rows' : 'tokens';
}

export interface Unreadable extends Pick<Collection, 'unreadable' | 'unreadableTotal'> {
  readonly images: number; // that could be read
}

/** Of many only the first ones; --json has up to a thousand. */
export function unreadableInWords({ unreadable, unreadableTotal, images }: Unreadable): string[] {
  if (unreadableTotal === 0) return [];
  const named = unreadable.slice(0, mostNamed);
  return [
    `${unreadableTotal} of ${unreadableTotal + images} files could not be read and were left out:`,
    ...named.map(({ reason }) => `  ${reason}`),
    ...(unreadableTotal > named.length ? [`  and ${unreadableTotal - named.length} more.`] : []),
  ];
}
