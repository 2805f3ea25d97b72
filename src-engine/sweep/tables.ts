/** A sweep as a table of CSV or Markdown. Pure. */
import { csvText } from '../report/csv.ts';
import { formatMs } from '../report/units.ts';
import { firstChanges } from './sweep.ts';
import type { SweepRow } from '../engine.ts';
import { methods } from '../reduction/methods.ts';

const columns: readonly (readonly [name: string, value: (row: SweepRow) => string | number])[] = [
  ['method', ({ method }) => method],
  ['budget', ({ budget }) => budget],
  ['tokens', ({ tokens }) => tokens],
  ['same_as_full', ({ sameAsFull }) => Number(sameAsFull)],
  ['encode_ms', ({ timings }) => timings.encodeMs],
  ['prefill_ms', ({ timings }) => timings.prefillMs],
  ['first_token_ms', ({ timings }) => timings.firstTokenMs],
  ['tokens_per_second', ({ timings }) => timings.tokensPerSecond],
  ['text', ({ text }) => text],
];

/** Lines end as RFC 4180 says. */
export function sweepCsv(rows: readonly SweepRow[]): string {
  return csvText([
    columns.map(([name]) => name),
    ...rows.map((row) => columns.map(([, value]) => value(row))),
  ]);
}

/** @param about what was asked of which picture by which model */
export function sweepMarkdown(
  rows: readonly SweepRow[],
  about: { readonly model: string; readonly image: string; readonly question: string },
): string {
  const head = ['method', 'budget', 'tokens', 'as with all tokens', 'first token', 'answer'];
  const lines = rows.map(({ method, budget, tokens, sameAsFull, timings, text }) => [
    methodName(method),
    budget,
    `${tokens}`,
    sameAsFull ? 'yes' : '**no**',
    formatMs(timings.firstTokenMs),
    cell(text),
  ]);
  const table = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  const title = `# ${cell(about.question)}`;
  return `${[title, `${cell(about.model)} about ${cell(about.image)}. ${changesInWords(rows)}`, table.join('\n')].join('\n\n')}\n`;
}

function cell(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[|<>*_`\\]/g, '\\$&');
}

export function methodName(method: SweepRow['method']): string {
  return method === 'none' ? 'all tokens' : methods[method].label;
}

/** Where the answer of each method changes first. */
export function changesInWords(rows: readonly SweepRow[]): string {
  const changes = firstChanges(rows);
  const asked = [...new Set(rows.map(({ method }) => method))].filter((method) => method !== 'none');
  return asked
    .map((method) => {
      const change = changes.find((one) => one.method === method);
      const name = methods[method].label;
      if (change !== undefined) {
        return `${name}: the answer first changes at ${change.tokens} tokens (${change.budget}).`;
      }
      const fewest = Math.min(...rows.filter((row) => row.method === method).map(({ tokens }) => tokens));
      return `${name}: the same answer down to ${fewest} tokens.`;
    })
    .join(' ');
}
