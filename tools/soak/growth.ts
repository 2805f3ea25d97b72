/** How what is held grew from the first round to the last, as table, CSV and plot. Pure. */
import type { Held, Sample } from './processes.ts';

export interface Growth {
  readonly process: string;
  readonly firstMb: number;
  readonly lastMb: number; // median of the last three rounds
  /** 0.05 is five percent more. */
  readonly share: number;
}

/** Of the memory that is a process's own; processes that were there from the first round to the last. */
export function growthOf(samples: readonly Sample[]): Growth[] {
  const [first] = samples;
  return (first?.held ?? []).flatMap(({ process, anonymousMb: firstMb }) => {
    const last = samples.slice(-3).flatMap((sample) => of(sample, process)?.anonymousMb ?? []);
    if (last.length === 0) return [];
    const lastMb = median(last);
    return [{ process, firstMb, lastMb, share: lastMb / firstMb - 1 }];
  });
}

export interface Counts {
  readonly handles: Readonly<Record<string, number>>;
  readonly temporary: number;
  readonly listeners: number;
  readonly nodes: number;
  readonly mainResources: number;
}

export function countsOf(sample: Sample): Counts {
  const { temporary, listeners, nodes, mainResources } = sample;
  const handles = Object.fromEntries(sample.held.map((held) => [held.process, held.handles]));
  return { handles, temporary, listeners, nodes, mainResources };
}

export function tableOf(samples: readonly Sample[]): string {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return '';
  const rows = growthOf(samples).map(({ process, firstMb, lastMb, share }) => {
    const [begun, ended] = [of(first, process), of(last, process)];
    const files = `${begun?.fileMb.toFixed(0)} | ${ended?.fileMb.toFixed(0)}`;
    const shared = `${begun?.proportionalMb.toFixed(0)} | ${ended?.proportionalMb.toFixed(0)}`;
    const grown = `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)} %`;
    return `| ${process} | ${firstMb.toFixed(0)} | ${lastMb.toFixed(0)} | ${grown} | ${files} | ${shared} | ${begun?.handles} | ${ended?.handles} |`;
  });
  return [
    '| process | own MB, first | own MB, last | growth | file MB, first | last | PSS MB, first | last | handles, first | last |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...(['temporary', 'listeners', 'nodes', 'mainResources', 'heapMb', 'mainHeapMb'] as const).map(
      (name) =>
        `- ${countNames[name]}: ${round(first[name])} after the first round, ${round(last[name])} after the last.`,
    ),
  ].join('\n');
}

const countNames = {
  temporary: 'temporary files',
  listeners: "listeners of the page's events",
  nodes: 'nodes of the page',
  mainResources: 'timers, ports and requests of the main process',
  heapMb: "MB of the page's objects",
  mainHeapMb: "MB of the main process's objects",
};

const header =
  'round,process,anonymous_mb,file_mb,proportional_mb,handles,temporary,listeners,nodes,main_resources,heap_mb,main_heap_mb';

export function csvOf(samples: readonly Sample[]): string {
  const rows = samples.flatMap((sample, index) =>
    sample.held.map(({ process, anonymousMb, fileMb, proportionalMb, handles }) =>
      [
        index + 1,
        process,
        ...[anonymousMb, fileMb, proportionalMb].map(round),
        handles,
        sample.temporary,
        sample.listeners,
        sample.nodes,
        sample.mainResources,
        round(sample.heapMb),
        round(sample.mainHeapMb),
      ].join(','),
    ),
  );
  return `${[header, ...rows].join('\n')}\n`;
}

const size = { width: 640, height: 320, left: 56, right: 120, top: 24, bottom: 36 };
const inks = ['#2563eb', '#c2410c', '#15803d', '#7c3aed', '#475569', '#be185d'];

/** Own memory by round, one line a process. */
export function plotOf(samples: readonly Sample[]): string {
  const names = growthOf(samples).map(({ process }) => process);
  const most = Math.max(1, ...samples.flatMap(({ held }) => held.map(({ anonymousMb }) => anonymousMb)));
  const top = Math.ceil(most / 50) * 50;
  const x = (index: number) =>
    size.left + ((size.width - size.left - size.right) * index) / Math.max(1, samples.length - 1);
  const y = (mb: number) => size.height - size.bottom - ((size.height - size.top - size.bottom) * mb) / top;
  const ticks = [0, top / 2, top].map(
    (mb) =>
      `<path d="M${size.left} ${y(mb)}H${size.width - size.right}" stroke="#cbd5e1"/><text x="${size.left - 6}" y="${y(mb) + 4}" text-anchor="end">${mb}</text>`,
  );
  const labels = apart(names.map((name) => y(lastOf(samples, name))));
  const lines = names.map((name, index) => {
    const ink = inks[index % inks.length];
    const values = samples.map((sample) => of(sample, name)?.anonymousMb);
    const path = values
      .flatMap((mb, at) => (mb === undefined ? [] : `${x(at).toFixed(1)} ${y(mb).toFixed(1)}`))
      .join('L');
    return `<path d="M${path}" fill="none" stroke="${ink}" stroke-width="2"/><text x="${size.width - size.right + 6}" y="${(labels[index] ?? 0) + 4}" fill="${ink}">${name}, ${lastOf(samples, name).toFixed(0)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/><text x="${size.left}" y="14">Memory of its own by process, MB, after each of ${samples.length} equal rounds</text>${ticks.join('')}${lines.join('')}<text x="${size.left}" y="${size.height - 10}">round 1</text><text x="${size.width - size.right}" y="${size.height - 10}" text-anchor="end">round ${samples.length}</text></svg>\n`;
}

const lastOf = (samples: readonly Sample[], process: string): number => {
  const last = samples.at(-1);
  return (last === undefined ? undefined : of(last, process)?.anonymousMb) ?? 0;
};

const lineHeight = 13; // px of a label

/** Heights of labels, moved down until none covers another. */
function apart(heights: readonly number[]): number[] {
  const placed = [...heights];
  let free = -Infinity;
  for (const index of heights.map((_, at) => at).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0))) {
    placed[index] = Math.max(heights[index] ?? 0, free);
    free = placed[index] + lineHeight;
  }
  return placed;
}

const of = (sample: Sample, process: string): Held | undefined =>
  sample.held.find((held) => held.process === process);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const round = (value: number): number => Math.round(10 * value) / 10;
