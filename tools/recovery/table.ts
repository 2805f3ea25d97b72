/** What came of many kills, as a Markdown table by moment. Pure. */
import type { Kill } from './recover.ts';

export function tableOf(kills: readonly Kill[]): string {
  const groups = new Map<string, Kill[]>();
  for (const kill of kills.toSorted((a, b) => a.moment.localeCompare(b.moment))) {
    const key = `${kill.whole}, ${kill.moment}`;
    groups.set(key, [...(groups.get(key) ?? []), kill]);
  }
  const rows = [...groups].toSorted(([a], [b]) => b.localeCompare(a)).map(([name, of]) => rowOf(name, of));
  return [
    '| killed while | kills | model loaded again, s (median, most) | both answers after that, s (median, most) | of the processor, s (median, most) | faults |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    rowOf('all', kills),
  ].join('\n');
}

function rowOf(name: string, kills: readonly Kill[]): string {
  const faults = kills.reduce((sum, kill) => sum + kill.faults.length, 0);
  const loaded = spread(kills.map(({ loadedMs }) => loadedMs));
  const answered = spread(kills.map(({ answeredMs }) => answeredMs));
  const cpu = spread(kills.map(({ answeredCpu }) => 1000 * answeredCpu));
  return `| ${name} | ${kills.length} | ${loaded} | ${answered} | ${cpu} | ${faults} |`;
}

/** Median and largest, in seconds. */
function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const largest = sorted.at(-1) ?? Number.NaN;
  return `${(middle / 1000).toFixed(1)}, ${(largest / 1000).toFixed(1)}`;
}
