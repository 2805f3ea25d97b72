/** A comparison on a terminal: both answers beside each other, then tokens and times with their ratios. Pure. */
import type { AnswerTimings } from '../engine.ts';
import { megabytes, milliseconds, millisecondsBetween, percent, printable, ratio } from './format.ts';
import type { Comparison, Spread } from './measure.ts';
import type { Style } from './style.ts';
import { sideBySide, table } from './table.ts';
import type { DiffPart } from './word-diff.ts';

/** Words of one answer only stand in signs, [-so-] and {+so+}; colour comes on top where there is any. */
export function answersInWords(
  comparison: Comparison,
  diff: readonly DiffPart[],
  style: Style,
  width: number,
): string {
  const full = comparison.full.run.result;
  const merged = comparison.merged.run.result;
  const column = (title: string, tokens: number, op: 'delete' | 'insert'): string => {
    const body = diff
      .map((part) => (part.op === 'equal' || part.op === op ? marked(part, style) : ''))
      .join('');
    return `${style.bold(`${title} (${tokens})`)}\n${body.trim()}`;
  };
  return sideBySide(
    column('All tokens', full.visualTokens, 'delete'),
    column('Merged tokens', merged.visualTokens, 'insert'),
    width,
  );
}

function marked({ op, text }: DiffPart, style: Style): string {
  const shown = printable(text);
  if (op === 'equal') return shown;
  const mark = (line: string): string => {
    if (line.trim() === '') return line;
    return op === 'delete' ? style.removed(`[-${line}-]`) : style.added(`{+${line}+}`);
  };
  return shown.split('\n').map(mark).join('\n'); // a mark that runs over a line end would colour the other column
}

const stages: readonly (readonly [string, keyof AnswerTimings])[] = [
  ['preprocess', 'preprocessMs'],
  ['encode', 'encodeMs'],
  ['project', 'projectMs'],
  ['prefill', 'prefillMs'],
  ['first token', 'firstTokenMs'],
  ['decode', 'decodeMs'],
];

/** Ratios are all tokens over merged ones. With several runs a time is its median, with the smallest and largest behind it. */
export function costsInWords(comparison: Comparison): string {
  const { full, merged, repeats } = comparison;
  const [a, b] = [full.run.result, merged.run.result];
  const time = (spread: Spread): string =>
    repeats === 1 ? milliseconds(spread.median) : millisecondsBetween(spread);
  const rate = ({ median }: Spread): string => median.toFixed(0);
  const [fast, slow] = [merged.spreads.tokensPerSecond, full.spreads.tokensPerSecond];
  return table(
    [
      ['', 'all tokens', 'merged', ''],
      [
        'visual tokens',
        String(a.visualTokens),
        String(b.visualTokens),
        percent(b.visualTokens, a.visualTokens),
      ],
      ...stages.map(([name, field]) => [
        name,
        time(full.spreads[field]),
        time(merged.spreads[field]),
        ratio(full.spreads[field].median / merged.spreads[field].median),
      ]),
      ['tokens per second', rate(slow), rate(fast), ratio(fast.median / slow.median)],
      ['peak memory', megabytes(a.peakMemoryBytes), megabytes(b.peakMemoryBytes), ''],
    ],
    ['left', 'right', 'right', 'right'],
  );
}
