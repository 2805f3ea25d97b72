/** What the two answers say about merging, in words. Only what was measured; one run is called one run. */
import type { AnswerResult } from '../../src-engine/engine.ts';
import { stagesOf } from '../charts/cost-bars.ts';
import { formatMs, formatPercent, formatRatio, plural } from './format.ts';
import { wordDiff } from './word-diff.ts';

export interface Verdict {
  readonly headline: string; // '1.8× sooner'
  readonly detail: string; // 'first token: 34 ms instead of 61 ms, one run each'
  readonly agreement: string; // 'Same answer', 'One word differs'
  readonly same: boolean;
}

/** Below this ratio a single run cannot tell the difference from noise. */
const leastGain = 1.1;
const mostKept = 0.95;

export function verdictOf(full: AnswerResult, merged: AnswerResult): Verdict {
  const ratio = full.timings.firstTokenMs / Math.max(merged.timings.firstTokenMs, Number.EPSILON);
  const { changes } = wordDiff(full.text, merged.text);
  const times = `${formatMs(merged.timings.firstTokenMs)} instead of ${formatMs(full.timings.firstTokenMs)}`;
  const sooner = ratio >= leastGain;
  return {
    headline: sooner ? `${formatRatio(ratio)} sooner` : 'No faster here',
    detail: sooner
      ? `first token after ${times}, one run each`
      : `${reason(full, merged)} First token after ${times}.`,
    agreement: agreementOf(changes, full.text, merged.text),
    same: changes === 0,
  };
}

function agreementOf(changes: number, full: string, merged: string): string {
  if (changes === 0) return 'Same answer';
  if (changes >= Math.max(wordCount(full), wordCount(merged))) return 'A different answer';
  if (changes === 1) return 'One word differs';
  return `${plural(changes, 'word')} differ`;
}

function reason(full: AnswerResult, merged: AnswerResult): string {
  const kept = merged.visualTokens / Math.max(1, merged.fullVisualTokens);
  if (kept >= mostKept) return `${formatPercent(kept)} of the tokens are left, so there is little to save.`;
  const before = new Map(stagesOf(full.timings).map(({ name, ms }) => [name, ms]));
  const stages = stagesOf(merged.timings).filter(({ name }) => name !== 'decode');
  const largest = stages.reduce((a, b) => (b.ms > a.ms ? b : a));
  const share = largest.ms / Math.max(merged.timings.firstTokenMs, Number.EPSILON);
  const shorter = largest.ms < mostKept * (before.get(largest.name) ?? largest.ms);
  if (!shorter && share >= 0.4) {
    return `${stageWords[largest.name]} took ${formatPercent(share)} of the time and was no shorter in this run.`;
  }
  return 'What one stage gains another one loses.';
}

const stageWords = {
  preprocess: 'Reading the image',
  encode: 'The encoder',
  project: 'The projector',
  prefill: 'The prefill',
  decode: 'Decoding',
} as const;

function wordCount(text: string): number {
  return text.trim().split(/\s+/).length;
}

/** Multiply-adds until the first token, merged against full. Theory, not a measurement. */
export function theoryShare(full: AnswerResult, merged: AnswerResult): number {
  const sum = ({ theory }: AnswerResult) => theory.encode + theory.prefill;
  return sum(merged) / Math.max(sum(full), Number.EPSILON);
}
