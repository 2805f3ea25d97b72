/** What a comparison shows, in one honest line: the answer first, then the time to the first token. */
import { ratio } from './format.ts';
import type { Comparison } from './measure.ts';

/** One run says nothing about smaller differences: neighbours on the machine make as much. */
const noise = 0.05;

export interface SpeedUp {
  readonly encode: number;
  readonly prefill: number;
  readonly firstToken: number;
}

/** Time with all tokens over time with merged ones; above 1 merging is faster. */
export function speedUp({ full, merged }: Comparison): SpeedUp {
  const of = (field: 'encodeMs' | 'prefillMs' | 'firstTokenMs') =>
    full.spreads[field].median / merged.spreads[field].median;
  return { encode: of('encodeMs'), prefill: of('prefillMs'), firstToken: of('firstTokenMs') };
}

export function verdict(comparison: Comparison): string {
  const full = comparison.full.run.result;
  const merged = comparison.merged.run.result;
  const answer = full.text === merged.text ? 'Same answer.' : 'The answers differ.';
  if (merged.visualTokens >= full.visualTokens) {
    return `${answer} Nothing merged here: both saw all ${full.visualTokens} tokens.`;
  }
  return `${answer} ${speed(comparison)}`;
}

/** Pairs of neighbouring runs meet the same load of the machine: four of five must agree before a difference is called one. */
const agreement = 0.8;

function speed(comparison: Comparison): string {
  const factor = speedUp(comparison).firstToken;
  if (factor > 1 + noise && comparison.sooner >= agreement) return `First token ${ratio(factor)} sooner.`;
  if (factor < 1 / (1 + noise) && 1 - comparison.sooner >= agreement) {
    return `Slower here: the first token came ${ratio(1 / factor)} later; ${reason(comparison)}.`;
  }
  return `No faster here: ${reason(comparison)}.`;
}

function reason(comparison: Comparison): string {
  const { timings } = comparison.merged.run.result;
  const { encode, prefill } = speedUp(comparison);
  if (timings.preprocessMs > timings.firstTokenMs / 2) return 'reading the image takes most of the time';
  if (encode < 1 / (1 + noise)) {
    return prefill > 1 + noise
      ? 'matching costs the encoder what prefill gains'
      : 'matching costs the encoder more than fewer tokens save';
  }
  if (prefill > 1 + noise && timings.encodeMs > timings.firstTokenMs / 2) return 'the encoder dominates';
  return 'the difference is within the noise of the measurement';
}
