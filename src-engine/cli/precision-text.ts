/** A precision check in words. Pure. */
import type { PrecisionReport, PrecisionResult, TowerReport } from '../engine.ts';
import { disturbanceWords } from '../report/disturbance.ts';
import { formatBytes, formatMs } from '../report/units.ts';
import { table } from './table.ts';

export function precisionInWords(report: PrecisionReport): string {
  const { results, refusals, disturbedBy, questions, positions, device, tower } = report;
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
    ...(disturbedBy.length === 0
      ? []
      : [`The times say little: ${disturbanceWords(disturbedBy)} meanwhile.`]),
    ...refusals.map(({ reason }) => reason),
    ...(tower === undefined ? [] : ['', ...towerInWords(tower)]),
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

function towerInWords(tower: TowerReport): readonly string[] {
  const { plainMs, mergedMs, tokens, by } = tower;
  const right = 'right' as const;
  const times = (what: string, ms: TowerReport['plainMs']) => [
    what,
    formatMs(ms.fp32),
    formatMs(ms.int8),
    `${(ms.fp32 / ms.int8).toFixed(2)}x`,
  ];
  const rule = by === 'threshold' ? 'the same thresholds' : 'the same counts';
  return [
    `The vision encoder in int8 (the fast tower) against fp32, on ${tower.pictures} pictures:`,
    table(
      [
        ['encoding', 'fp32', 'int8', 'speed-up'],
        times('all tokens', plainMs),
        times(`merged by ${rule}`, mergedMs),
      ],
      ['left', right, right, right],
    ),
    `Features are off by ${(100 * tower.features).toFixed(1)} %. By ${rule} fp32 leaves ${tokens.fp32.toFixed(1)} tokens and int8 ${tokens.int8.toFixed(1)};`,
    `patches share ${(100 * tower.owners).toFixed(1)} % of the company in their tokens, and ${tower.sameOwners} of ${tower.pictures} owner maps group alike.`,
    `${tower.sameAnswers} of ${tower.questions} answers with all tokens are the same, word for word.`,
  ];
}
