/** What is said of a sweep, and its files. */
import type { SweepMethod } from '../../src-engine/engine.ts';
import { methods } from '../../src-engine/reduction/methods.ts';
import { firstChanges } from '../../src-engine/sweep/sweep.ts';
import { changesInWords, sweepCsv, sweepMarkdown } from '../../src-engine/sweep/tables.ts';
import type { Sweep } from '../state/sweep/slice.ts';

/** How far it is, and what has come of it. */
export function sweepWords(sweep: Sweep | null): string {
  if (sweep === null)
    return 'Asks the question at several budgets, the largest first, and marks where the answer first changes.';
  const { state, rows, total } = sweep;
  const counted = `${rows.length} of ${total} answers`;
  switch (state.kind) {
    case 'running':
      return rows.length === 0 ? 'Waiting for the engine…' : `${counted} so far…`;
    case 'stopped':
      return `Stopped after ${counted}. ${rows.length > 1 ? changesInWords(rows) : ''}`.trim();
    case 'failed':
      return `${state.message} ${counted} had come.`;
    case 'done':
      return changesInWords(rows);
  }
}

export function methodWords(method: SweepMethod): string {
  return methods[method].label;
}

export type SweepFormat = 'csv' | 'json' | 'md';

/** @param about name of model and picture, for people */
export function sweepFile(
  format: SweepFormat,
  { rows, asked }: Sweep,
  names: { readonly model: string; readonly image: string },
): string {
  const about = { ...names, question: asked.question };
  switch (format) {
    case 'csv':
      return sweepCsv(rows);
    case 'md':
      return sweepMarkdown(rows, about);
    case 'json':
      return `${JSON.stringify({ version: 1, ...about, rows, firstChange: firstChanges(rows) }, null, 2)}\n`;
  }
}
