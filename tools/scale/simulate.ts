/**
 * From measured times to a curve: so many workers, each busy with its chunk and then in line for the one that hands tasks out and takes results in.
 * Nothing random; the measured chunk times are taken in turn. Writes docs/figures/scale.svg, which says that it is simulated.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const figures = join(resolve(import.meta.dirname, '../..'), 'docs', 'figures');
const measured = z
  .object({
    chunkImages: z.number(),
    chunkMs: z.array(z.number()),
    taskMs: z.number(),
    processor: z.string(),
    cores: z.number(),
  })
  .parse(JSON.parse(readFileSync(join(figures, 'scale-measured.json'), 'utf8')));

export interface Parts {
  readonly chunkMs: readonly number[];
  readonly taskMs: number; // of the one place that all tasks pass
  readonly chunkImages: number;
}

/** Images a second over `chunks` chunks. A worker that is done stands in line; the line serves one at a time. */
export function throughput(workers: number, chunks: number, { chunkMs, taskMs, chunkImages }: Parts): number {
  const free = new Array<number>(workers).fill(0); // when each worker is free, ms
  let line = 0; // when the line is free
  let end = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const next = free.indexOf(Math.min(...free));
    line = Math.max(line, free[next] ?? 0) + taskMs;
    free[next] = line + (chunkMs[chunk % chunkMs.length] ?? 0);
    end = Math.max(end, free[next] ?? 0);
  }
  return (1000 * chunks * chunkImages) / end;
}

const counts = [1, 2, 4, 8, 16, 32, 64];
const small = {
  ...measured,
  chunkMs: measured.chunkMs.map((ms) => ms / measured.chunkImages),
  chunkImages: 1,
};
const singly = counts.map((workers) => ({ workers, perSecond: throughput(workers, 20_000, small) }));
const rows = counts.map((workers) => ({ workers, perSecond: throughput(workers, 20_000, measured) }));
const single = throughput(1, 20_000, { ...measured, taskMs: 0 });
for (const { workers, perSecond } of rows) {
  console.log(
    `${workers} workers: ${perSecond.toFixed(0)} images/s, ${((100 * perSecond) / (single * workers)).toFixed(1)} % of ${workers} times one`,
  );
}

const [left, top, width, height] = [70, 40, 520, 300];
const most = Math.log2(64);
const x = (workers: number) => left + (width * Math.log2(workers)) / most;
const y = (perSecond: number) => top + height - (height * Math.log2(perSecond / single)) / (most + 0.25);
for (const { workers, perSecond } of singly)
  console.log(`one image a task, ${workers} workers: ${perSecond.toFixed(0)} images/s`);
const pointsOf = (curve: typeof rows) =>
  curve.map(({ workers, perSecond }) => `${x(workers).toFixed(1)},${y(perSecond).toFixed(1)}`).join(' ');
const text = (at: number, to: number, words: string, more = '') =>
  `<text x="${at}" y="${to}" ${more}>${words}</text>`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420" font-family="sans-serif" font-size="12" fill="#333">
<title>Simulated throughput of 1 to 64 workers</title>
<rect width="640" height="420" fill="#fff"/>
${text(left, 22, 'Images a second, simulated from measured times (logarithmic)', 'font-size="14"')}
${counts.map((workers) => `<path d="M${x(workers)} ${top}V${top + height}" stroke="#e5e5e5"/>${text(x(workers), top + height + 18, String(workers), 'text-anchor="middle"')}`).join('\n')}
${counts.map((factor) => `<path d="M${left} ${y(single * factor).toFixed(1)}H${left + width}" stroke="#e5e5e5"/>${text(left - 8, y(single * factor) + 4, (single * factor).toFixed(0), 'text-anchor="end"')}`).join('\n')}
<path d="M${x(1)} ${y(single)}L${x(64)} ${y(single * 64)}" stroke="#888" stroke-dasharray="5 4" fill="none"/>
<polyline points="${pointsOf(singly)}" stroke="#b3541e" stroke-width="2" fill="none"/>
<polyline points="${pointsOf(rows)}" stroke="#0b61a4" stroke-width="2" fill="none"/>
${rows.map(({ workers, perSecond }) => `<circle cx="${x(workers).toFixed(1)}" cy="${y(perSecond).toFixed(1)}" r="3.5" fill="#0b61a4"/>`).join('\n')}
${text(left + width / 2, top + height + 38, 'workers', 'text-anchor="middle"')}
${text(left, top + height + 56, `Blue: ${measured.chunkImages} images a task. Brown: one image a task. ${measured.taskMs} ms a task in the queue.`, 'font-size="11"')}
${text(left, top + height + 70, 'Dashed, under the blue: as many times one worker. No run of more than two workers was made.', 'font-size="11"')}
</svg>
`;
writeFileSync(join(figures, 'scale.svg'), svg);
