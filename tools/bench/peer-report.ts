/** What a run of peers found, as data that is kept, pooled and put into words. Pure. */
import { z } from 'zod';
import { ratioInterval } from '../../src-engine/report/interval.ts';
import type { Interval } from '../../src-engine/report/interval.ts';
import { spreadOf } from '../../src-engine/report/spread.ts';
import type { Spread } from '../../src-engine/report/spread.ts';

const peerSchema = z.object({
  name: z.string(),
  version: z.string(),
  cases: z.array(z.string()),
  error: z.record(z.string(), z.number()),
});

export const peerReportSchema = z.object({
  format: z.literal('dymu-peers'),
  version: z.literal(1),
  subject: z.string(),
  unit: z.enum(['ms', 'ms a token']),
  threads: z.number(),
  machine: z.string(),
  peers: z.array(peerSchema),
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
  rounds: z.array(z.record(z.string(), z.number())), // what one round measured, by "peer: case"
});
export type PeerReport = z.infer<typeof peerReportSchema>;

/** Of one subject on one machine. Throws an Error where they are not. */
export function pooled(reports: readonly PeerReport[]): PeerReport {
  const [first] = reports;
  if (first === undefined) throw new Error('There is no report to pool.');
  const other = reports.find(
    ({ subject, machine }) => subject !== first.subject || machine !== first.machine,
  );
  if (other !== undefined)
    throw new Error(`${other.subject} on ${other.machine} cannot be pooled with ${first.subject}.`);
  const byName = <T extends { readonly name: string }>(lists: readonly (readonly T[])[]): T[] => [
    ...new Map(lists.flat().map((one) => [one.name, one])).values(),
  ];
  return {
    ...first,
    peers: byName(reports.map(({ peers }) => peers)),
    leftOut: byName(reports.map(({ leftOut }) => leftOut)),
    rounds: reports.flatMap(({ rounds }) => rounds),
  };
}

export interface Ratio {
  readonly median: number;
  readonly interval: Interval | undefined; // 95 %
  readonly rounds: number;
}

/** How much longer `name` takes than `than`, of the rounds that have both. */
export function ratioOf({ rounds }: PeerReport, name: string, than: string): Ratio | undefined {
  const ratios = rounds.flatMap((round) => {
    const [a, b] = [round[name], round[than]];
    return a === undefined || b === undefined ? [] : [a / b];
  });
  if (ratios.length === 0) return undefined;
  return { median: spreadOf(ratios).median, interval: ratioInterval(ratios), rounds: ratios.length };
}

export function timesOf({ rounds }: PeerReport, name: string): Spread | undefined {
  const times = rounds.flatMap((round) => round[name] ?? []);
  return times.length === 0 ? undefined : spreadOf(times);
}

/** One line for each thing measured, its time beside `reference`'s, and one for each peer that was left out. */
export function reportLines(report: PeerReport, reference: string): string[] {
  const names = report.peers.flatMap(({ name, cases }) => cases.map((which) => `${name}: ${which}`));
  return [
    ...names.flatMap((name) => {
      const times = timesOf(report, name);
      if (times === undefined) return [];
      const digits = times.median < 100 ? 1 : 0;
      const [median, min, max] = [times.median, times.min, times.max].map((ms) => ms.toFixed(digits));
      const ratio = ratioOf(report, name, reference);
      const words = ratio === undefined ? '' : `, ${ratioWords(ratio)} of ${reference}`;
      return [`${name.padEnd(34)} ${median ?? ''} ${report.unit} (${min ?? ''}–${max ?? ''})${words}`];
    }),
    ...report.leftOut.map(({ name, reason }) => `${name.padEnd(34)} left out: ${reason}`),
  ];
}

/** '1.24 (95 %: 1.20–1.28, 6 rounds)'. */
export function ratioWords({ median, interval, rounds }: Ratio): string {
  const between = interval === undefined ? '' : `95 %: ${interval.map((end) => end.toFixed(2)).join('–')}, `;
  return `${median.toFixed(2)} (${between}${String(rounds)} round${rounds === 1 ? '' : 's'})`;
}
