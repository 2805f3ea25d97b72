/** A measurement of speed on a terminal: one table a stage, then what it means. Pure. */
import type { BenchBudget, BenchGain, BenchReport, BenchTimes } from '../engine.ts';
import { budgetSentence, mergeShareSentence } from '../report/bench-words.ts';
import { formatBytes, formatMsBetween, formatPercent, formatRate, plural } from '../report/units.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

const stages = [
  ['encode', 'Encoder'],
  ['prefill', 'Prompt (prefill)'],
  ['firstToken', 'First token: picture, encoder, projector, prompt'],
] as const;

/** Behind a time stand its fastest and its slowest run. */
export function benchInWords(report: BenchReport): string {
  const tables = stages.flatMap(([stage, title]) => {
    const plain = report.plain[stage];
    return plain === undefined ? [] : ['', title, stageTable(report, plain, (budget) => budget[stage])];
  });
  return [
    subjectLine(report),
    ...tables,
    ...decodeLines(report),
    '',
    `${mergeShareSentence(report.mergeShareOfBlock)} Reading and preparing the picture takes ${between(report.preprocess)}.`,
    `Memory: ${formatBytes(report.plain.peakMemoryBytes)} at most without merging${leastMemory(report)}.`,
    '',
    ...report.budgets.filter(({ budget }) => budget < 1).map((budget) => budgetSentence(report, budget)),
  ].join('\n');
}

/** Two digits: what is asked is how near one is to the other. */
const ratio = (times: number): string => `${times.toFixed(2)}×`;

const between = ({ medianMs, minMs, maxMs }: BenchTimes): string =>
  formatMsBetween({ median: medianMs, min: minMs, max: maxMs });

function subjectLine(report: BenchReport): string {
  const { shape, device, precision, towerPrecision, processor, rounds, views, tokensPerView, picture } =
    report;
  const threads = report.threads === 0 ? 'as many threads as cores' : plural(report.threads, 'thread');
  const numbers =
    towerPrecision === precision ? precision : `encoder ${towerPrecision}, language model ${precision}`;
  return [
    `${printable(shape)} on ${device} in ${numbers}: ${processor}, ${threads}`,
    `${plural(rounds, 'round')} after a first pass; ${printable(picture.name)}: ${plural(views, 'view')} of ${tokensPerView} tokens`,
  ].join('\n');
}

function stageTable(
  { plain, budgets }: BenchReport,
  plainTimes: BenchTimes,
  gainOf: (budget: BenchBudget) => BenchGain | undefined,
): string {
  const rows = budgets.map((budget) => {
    const gain = gainOf(budget);
    const start = [formatPercent(budget.budget), String(budget.tokens)];
    if (gain === undefined) return start;
    const { speedup, idealSpeedup, shareOfIdeal } = gain;
    return [...start, between(gain), ratio(speedup), ratio(idealSpeedup), formatPercent(shareOfIdeal)];
  });
  return table(
    [
      ['  kept', 'tokens', 'time', 'speed-up', 'ideal', 'of ideal'],
      ['  not merged', String(plain.tokens), between(plainTimes)],
      ...rows.map(([kept = '', ...rest]) => [`  ${kept}`, ...rest]),
    ],
    ['left', 'right', 'right', 'right', 'right', 'right'],
  );
}

function decodeLines({ plain, streamingReadBytesPerSecond: read }: BenchReport): string[] {
  if (plain.decode === undefined) return [];
  const { tokensPerSecond, bandwidthShare } = plain.decode;
  const share =
    bandwidthShare === null || read === undefined
      ? ''
      : `, ${formatPercent(bandwidthShare)} of what the memory's ${formatBytes(read)}/s allow`;
  return ['', `Then ${formatRate(tokensPerSecond)}${share}.`];
}

function leastMemory({ budgets }: BenchReport): string {
  const least = budgets.toSorted((a, b) => a.peakMemoryBytes - b.peakMemoryBytes)[0];
  if (least === undefined) return '';
  return `, ${formatBytes(least.peakMemoryBytes)} at ${formatPercent(least.budget)} of the tokens`;
}
