/** Frames of a window in one line: how far apart they came, what the page's main thread worked for each, and what drawing cost. */
import { quantile, sortedOf } from '../../../src-engine/counts/spread.ts';
import { kinds, type FrameWork, type TracedWork } from './frame-work.ts';

const longTask = 50; // ms of the clock

export interface FrameFigures {
  readonly frames: number;
  /** Median, 95th percentile and longest, ms of the clock from frame to frame. */
  readonly apart: Figures;
  /** The same of the main thread's work for a frame, ms of the processor. */
  readonly work: Figures;
  /** Mean of each kind of work. */
  readonly by: Readonly<Record<string, number>>;
  readonly longTasks: number;
  readonly longestTask: Readonly<Record<string, number>>;
  /** Mean, ms of the processor on other threads. */
  readonly drawing: number;
}

export type Figures = readonly [median: number, p95: number, most: number];

export function figuresOf(rounds: readonly TracedWork[]): FrameFigures {
  const frames = rounds.flatMap((round) => round.frames);
  const tasks = rounds.flatMap((round) => round.tasks);
  const longest = tasks.toSorted((a, b) => b.work - a.work)[0];
  return {
    frames: frames.length,
    apart: three(frames.map(({ after }) => after)),
    work: three(frames.map(({ work }) => work)),
    by: Object.fromEntries(kinds.map((kind) => [kind, meanOf(frames, ({ by }) => by[kind])])),
    longTasks: tasks.filter(({ clock }) => clock >= longTask).length,
    longestTask: { work: longest?.work ?? 0, ...longest?.by },
    drawing: rounds.reduce((sum, { drawing }) => sum + drawing, 0) / Math.max(1, frames.length),
  };
}

export function linesOf(name: string, figures: FrameFigures): string[] {
  const { frames, apart, work, by, longTasks, longestTask, drawing } = figures;
  const split = (parts: Readonly<Record<string, number>>) =>
    kinds.map((kind) => `${kind} ${(parts[kind] ?? 0).toFixed(1)}`).join(', ');
  return [
    `${name}: ${frames} frames, median / 95th percentile / most`,
    `  from frame to frame ${words(apart)} ms of the clock`,
    `  main thread for a frame ${words(work)} ms of the processor (mean: ${split(by)})`,
    `  ${longTasks} tasks of ${longTask} ms and more by the clock; most work in one ${(longestTask['work'] ?? 0).toFixed(1)} ms (${split(longestTask)})`,
    `  pixels on other threads: ${drawing.toFixed(1)} ms a frame`,
  ];
}

function words(figures: Figures): string {
  return figures.map((value) => value.toFixed(1)).join(' / ');
}

function three(values: readonly number[]): Figures {
  const sorted = sortedOf(values);
  return [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1) ?? Number.NaN];
}

function meanOf(frames: readonly FrameWork[], value: (frame: FrameWork) => number): number {
  return frames.reduce((sum, frame) => sum + value(frame), 0) / Math.max(1, frames.length);
}
