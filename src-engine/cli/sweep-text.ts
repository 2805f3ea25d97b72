/** A sweep on the terminal and in its file: rows as they are answered, then where answers change. */
import { extname } from 'node:path';
import { writeAtomically } from '../files/atomic-write.ts';
import type { SweepRow } from '../engine.ts';
import { firstChanges } from '../sweep/sweep.ts';
import { changesInWords, methodName, sweepCsv, sweepMarkdown } from '../sweep/tables.ts';
import { formatMs, plural } from '../report/units.ts';
import { printable } from './printable.ts';
import type { Reporter } from './reporter.ts';

/** What a table is about. */
export interface SweepAbout {
  readonly model: string;
  readonly image: string; // name
  readonly question: string;
}

const line = (cells: readonly [string, string, string, string, string]): string =>
  [cells[0].padEnd(11), cells[1].padEnd(7), cells[2].padStart(6), cells[3].padStart(12), ` ${cells[4]}`]
    .join(' ')
    .trimEnd();

/** Told as soon as it is known; the width of a column cannot wait for the longest. */
export function saySweepRow(reporter: Reporter, row: SweepRow, first: boolean): void {
  const { method, budget, tokens, sameAsFull, timings, text } = row;
  if (first) reporter.result(line(['method', 'budget', 'tokens', 'first token', 'answer']));
  const words = printable(text.trim().replace(/\s*\n\s*/g, ' '));
  const shown = method !== 'none' && sameAsFull === true ? 'the same' : words;
  reporter.result(line([methodName(method), budget, `${tokens}`, formatMs(timings.firstTokenMs), shown]));
}

/** After all rows: where answers change, what must be known of them, and the file. */
export async function presentSweep(
  reporter: Reporter,
  rows: readonly SweepRow[],
  { about, out }: { readonly about: SweepAbout; readonly out: string | undefined },
): Promise<void> {
  reporter.document({ rows, firstChange: firstChanges(rows) });
  reporter.result(`\n${changesInWords(rows)}`);
  for (const note of new Set(rows.flatMap(({ notes }) => notes))) reporter.say(note);
  const kept = rows.filter((row) => row.kept).length;
  if (kept > 0) {
    reporter.say(
      `${kept === rows.length ? 'All' : kept} of the ${plural(rows.length, 'answer')} ${kept === 1 ? 'was' : 'were'} known from an earlier sweep; their times are of then.`,
    );
  }
  if (out === undefined) return;
  await writeAtomically(out, tableFor(out, rows, about));
  reporter.say(`Table written to ${out}.`);
}

export const sweepEndings = ['.csv', '.json', '.md'];

function tableFor(out: string, rows: readonly SweepRow[], about: SweepAbout): string {
  switch (extname(out)) {
    case '.csv':
      return sweepCsv(rows);
    case '.md':
      return sweepMarkdown(rows, about);
    default:
      return `${JSON.stringify({ version: 1, ...about, rows, firstChange: firstChanges(rows) }, null, 2)}\n`;
  }
}
