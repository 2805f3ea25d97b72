/** A precision check in words. Pure. */
import type { PrecisionReport, PrecisionResult } from '../engine.ts';
import { formatBytes, formatMs } from '../report/units.ts';
import { table } from './table.ts';

export function precisionInWords(report: PrecisionReport): string {
  const { results, refusals, questions, positions, device } = report;
  const [reference] = results;
  const head = ['precision', 'weights', 'load', 'KL mean', 'KL max', 'same token', 'decode'];
  const rows = results.map((result) => [
    result.precision,
    formatBytes(result.bytes),
    formatMs(result.loadMs),
    nats(result.divergence.mean),
    nats(result.divergence.max),
    `${(100 * result.agreement).toFixed(1)} %`,
    `${result.tokensPerSecond.toFixed(0)} tokens/s${speedup(result, reference)}`,
  ]);
  const right = 'right' as const;
  return [
    `Against fp32 at ${positions} positions of ${questions} answers, on ${device}; KL in nats per position.`,
    table([head, ...rows], ['left', right, right, right, right, right, right]),
    ...refusals.map(({ reason }) => reason),
  ].join('\n');
}

/** Two digits that matter; 0 stays 0. */
function nats(value: number): string {
  return value === 0 ? '0' : value.toPrecision(2);
}

function speedup(result: PrecisionResult, reference: PrecisionResult | undefined): string {
  if (reference === undefined || result === reference || reference.tokensPerSecond === 0) return '';
  return `, ${(result.tokensPerSecond / reference.tokensPerSecond).toFixed(2)}x`;
}
