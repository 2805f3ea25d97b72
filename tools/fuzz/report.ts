/** A tally as text: a line a target, then every find with what replays it. */
import type { Row, Tally } from './tally.ts';

const columns = ['target', 'inputs', 'read', 'refused', 'finds', 'slowest s', 'most MB'] as const;

function cells(name: string, row: Row): string[] {
  return [
    name,
    String(row.inputs),
    String(row.read),
    String(row.refused),
    String(row.finds.length),
    (row.slowest / 1000).toFixed(1),
    (row.largest / 2 ** 20).toFixed(0),
  ];
}

export function reportText({ seed, seconds, rows }: Tally): string {
  const named = Object.entries(rows);
  const lines = [[...columns], ...named.map(([name, row]) => cells(name, row))];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  const table = lines.map((line) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
  const finds = named.flatMap(([name, row]) =>
    row.finds.map((find) => `${name}:${find.seed}:${find.index}  ${find.fault}`),
  );
  const inputs = named.reduce((sum, [, row]) => sum + row.inputs, 0);
  const head = `${inputs} inputs to ${named.length} targets in ${(seconds / 60).toFixed(1)} minutes, seed ${seed}: ${finds.length === 0 ? 'nothing found' : `${finds.length} finds`}.`;
  return [
    head,
    '',
    ...table,
    ...(finds.length === 0 ? [] : ['', 'Again: npm run fuzz -- --replay TARGET:SEED:INDEX', ...finds]),
    '',
  ].join('\n');
}
