/** The order of the retention table. Pure. */
import type { EvaluatedMode } from '../../../src-engine/engine.ts';

export const tableColumns = ['asked', 'tokens', 'accuracy', 'retention', 'difference', 'changed'] as const;

/** `asked`: as the modes were listed. */
export type TableColumn = (typeof tableColumns)[number];

export interface TableOrder {
  readonly by: TableColumn;
  readonly descending: boolean;
}

const valueOf: Readonly<Record<Exclude<TableColumn, 'asked'>, (row: EvaluatedMode) => number | null>> = {
  tokens: ({ tokens }) => tokens.mean,
  accuracy: ({ accuracy }) => accuracy,
  retention: ({ retention }) => retention,
  difference: ({ difference }) => difference?.value ?? null,
  changed: ({ changed }) => changed?.answers ?? null,
};

/** Rows without a value stand last, whatever the direction. */
export function orderedRows(rows: readonly EvaluatedMode[], { by, descending }: TableOrder): EvaluatedMode[] {
  if (by === 'asked') return descending ? [...rows].reverse() : [...rows];
  const value = valueOf[by];
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return descending ? right - left : left - right;
  });
}

/** A press on the column that orders turns it round; another one begins with its usual direction. */
export function nextOrder(order: TableOrder, by: TableColumn): TableOrder {
  if (order.by === by) return { by, descending: !order.descending };
  return { by, descending: by !== 'asked' && by !== 'tokens' };
}
