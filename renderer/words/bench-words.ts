/** A measurement of this computer in words: how far it is, what each budget brought, what it was measured on. Pure. */
import type { BenchBudget, BenchGain, BenchReport, BenchTimes, Progress } from '../../src-engine/engine.ts';
import { mergeShareSentence } from '../../src-engine/report/bench-words.ts';
import {
  formatBytes,
  formatDuration,
  formatMs,
  formatPercent,
  formatRatio,
  plural,
} from '../../src-engine/report/units.ts';

/** "Measuring at 34 %, round 2 of 5: 40 %, about 2 min left" */
export function benchProgressWords({ stage, done, total }: Progress, elapsedMs: number): string {
  if (total <= 0) return stage;
  const share = Math.min(1, done / total);
  // Before a tenth is done it is a guess.
  const left = share < 0.1 || share >= 1 ? '' : `, ${formatDuration((elapsedMs / share) * (1 - share))} left`;
  return `${stage}: ${formatPercent(share)}${left}`;
}

/** What a reader compares: the first token where there is a language model, else the encoder. */
export interface BenchFocus {
  readonly name: string;
  readonly plain: BenchTimes;
  readonly of: (row: BenchBudget) => BenchGain | undefined;
}

export function benchFocus({ plain }: BenchReport): BenchFocus {
  return plain.firstToken === undefined
    ? { name: 'the encoder', plain: plain.encode, of: ({ encode }) => encode }
    : { name: 'the first token', plain: plain.firstToken, of: ({ firstToken }) => firstToken };
}

export type BenchOutcome = 'sooner' | 'later' | 'unclear';

/** Clear only where no run of one is among those of the other. */
export function benchOutcome(gain: BenchTimes, plain: BenchTimes): BenchOutcome {
  if (gain.maxMs < plain.minMs) return 'sooner';
  return gain.minMs > plain.maxMs ? 'later' : 'unclear';
}

/** One sentence for a budget: what it brings here, and what arithmetic alone would promise. */
export function benchSentence(report: BenchReport, row: BenchBudget): string {
  const focus = benchFocus(report);
  const gain = focus.of(row);
  const at = `At ${formatPercent(row.budget)} of the tokens (${row.tokens.toLocaleString('en')})`;
  if (gain === undefined) return `${at} nothing was measured.`;
  const times = `${formatMs(gain.medianMs)} instead of ${formatMs(focus.plain.medianMs)}`;
  if (row.budget >= 1)
    return `${at} nothing merges: what remains is the price of looking for pairs, ${times} for ${focus.name}.`;
  const theory = `by arithmetic it would be ${formatRatio(gain.idealSpeedup)}`;
  switch (benchOutcome(gain, focus.plain)) {
    case 'sooner':
      return `${at} ${focus.name} is done ${formatRatio(gain.speedup)} sooner (${times}); ${theory}.`;
    case 'later':
      return `${at} ${focus.name} is done later (${times}): merging costs more here than it saves; ${theory}.`;
    case 'unclear':
      return `${at} there is no clear difference (${times}, the runs overlap); ${theory}.`;
  }
}

/** What the figures hold for: machine, precision, runs. */
export function benchCircumstances(report: BenchReport): string {
  const { processor, threads, device, precision, towerPrecision, rounds, views, tokensPerView } = report;
  const weights = report.weights === 'random' ? 'weights made by chance' : 'its own weights';
  return [
    report.shape,
    weights,
    `${processor}, ${threads === 0 ? 'as many threads as cores' : plural(threads, 'thread')}, ${device}`,
    `encoder ${towerPrecision}${report.plain.prefill === undefined ? '' : `, language model ${precision}`}`,
    `${plural(views, 'view')} of ${plural(tokensPerView, 'token')}`,
    `medians of ${plural(rounds, 'round')}, in turn with the plain graph`,
  ].join(' · ');
}

/** What belongs beside the table. */
export function benchNotes(report: BenchReport): readonly string[] {
  const { scaled, mergeShareOfBlock, streamingReadBytesPerSecond, memory, remarks } = report;
  return [
    ...(scaled === undefined
      ? []
      : [
          `Theory: ${scaled.measuredLayers} of ${scaled.layers} layers of the language model were measured, and its times are scaled to all of them.`,
        ]),
    mergeShareSentence(mergeShareOfBlock),
    ...(streamingReadBytesPerSecond === undefined
      ? []
      : [`This computer reads ${formatBytes(streamingReadBytesPerSecond)}/s from memory with all threads.`]),
    `Memory before the start: ${formatBytes(memory.beforeBytes)}; estimated need ${formatBytes(memory.estimatedBytes)} of ${formatBytes(memory.availableBytes)} free.`,
    ...remarks,
  ];
}
