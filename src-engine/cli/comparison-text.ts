/** A comparison on a terminal: both answers beside each other, then tokens and times with their ratios, then what they show. */
import type { AnswerResult, PictureShare } from '../engine.ts';
import { timeRatio, type Comparison } from '../report/comparison.ts';
import type { Spread } from '../report/spread.ts';
import { formatBytes, formatMs, formatMsBetween, formatPercent, formatRatio } from '../report/units.ts';
import type { Verdict } from '../report/verdict.ts';
import { agreementOf, type DiffPart } from '../report/word-diff.ts';
import { agreementWords, besideWords, headlineWords, reasonWords, timesWords } from '../report/words.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';
import { sideBySide, table } from './table.ts';

/**
 * Words of one answer only stand in signs, [-so-] and {+so+}; colour comes on top where there is any.
 * @param tokens what the second answer's tokens are, as its column is headed
 */
export function answersInWords(
  comparison: Comparison,
  tokens: string,
  diff: readonly DiffPart[],
  style: Style,
  width: number,
): string {
  const column = (title: string, tokens: number, op: 'delete' | 'insert'): string => {
    const body = diff
      .map((part) => (part.op === 'equal' || part.op === op ? marked(part, style) : ''))
      .join('');
    return `${style.bold(`${title} (${tokens})`)}\n${body.trim()}`;
  };
  return sideBySide(
    column('All tokens', comparison.full.answer.visualTokens, 'delete'),
    column(tokens, comparison.reduced.answer.visualTokens, 'insert'),
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

/** Of several pictures what each keeps. */
function shareRows(full: AnswerResult, reduced: AnswerResult): string[][] {
  const shares = reduced.shares ?? [];
  return shares.map(({ tokens, fullTokens, frames }, index) => [
    `  ${frames === undefined ? `image ${index + 1}` : frameNumbers(shares.slice(0, index), frames)}`,
    `${full.shares?.[index]?.tokens ?? fullTokens}`,
    `${tokens}`,
    formatPercent(tokens / fullTokens),
  ]);
}

/** `frames 3 to 4`, those of one view behind others. */
function frameNumbers(before: readonly PictureShare[], count: number): string {
  const first = before.reduce((sum, { frames = 1 }) => sum + frames, 1);
  return count === 1 ? `frame ${first}` : `frames ${first} to ${first + count - 1}`;
}

/** Ratios are all tokens over the method's. With several runs a time is its median, with the smallest and largest behind it. */
export function costsInWords({ full, reduced, runs }: Comparison, tokens: string): string {
  const [a, b] = [full.answer, reduced.answer];
  const time = (spread: Spread): string => (runs > 1 ? formatMsBetween(spread) : formatMs(spread.median));
  const row = (name: string, before: Spread, after: Spread): string[] => [
    name,
    time(before),
    time(after),
    formatRatio(timeRatio(before.median, after.median)),
  ];
  const rate = ({ median }: Spread): string => median.toFixed(0);
  const [slow, fast] = [full.spreads.tokensPerSecond, reduced.spreads.tokensPerSecond];
  return table(
    [
      ['', 'all tokens', tokens.toLowerCase(), ''],
      [
        'visual tokens',
        `${a.visualTokens}`,
        `${b.visualTokens}`,
        formatPercent(b.visualTokens / a.visualTokens),
      ],
      ...shareRows(a, b),
      ['preprocess', time(full.spreads.preprocessMs), time(reduced.spreads.preprocessMs), 'same work'],
      row('encode', full.spreads.encodeMs, reduced.spreads.encodeMs),
      row('project', full.spreads.projectMs, reduced.spreads.projectMs),
      row('prefill', full.spreads.prefillMs, reduced.spreads.prefillMs),
      row('sum of these', full.changeable, reduced.changeable),
      row('first token', full.spreads.firstTokenMs, reduced.spreads.firstTokenMs),
      ['decode', time(full.spreads.decodeMs), time(reduced.spreads.decodeMs), ''],
      ['tokens per second', rate(slow), rate(fast), formatRatio(fast.median / slow.median)],
      ['peak memory', formatBytes(a.peakMemoryBytes), formatBytes(b.peakMemoryBytes), ''],
    ],
    ['left', 'right', 'right', 'right'],
  );
}

/** The headline, and under it what it rests on. */
export function verdictInWords(comparison: Comparison, verdict: Verdict, style: Style): string {
  const agreement = agreementWords(agreementOf(comparison.full.answer.text, comparison.reduced.answer.text));
  return [
    style.bold(`${agreement}. ${headlineWords(verdict)}.`),
    timesWords(comparison, verdict),
    ...(verdict.reason.kind === 'measured' ? [] : [reasonWords(verdict.reason)]),
    besideWords(comparison),
  ].join('\n');
}
