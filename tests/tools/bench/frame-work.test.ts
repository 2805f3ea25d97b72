import { describe, expect, it } from 'vitest';
import { figuresOf, linesOf } from '../../../tools/bench/window/frame-report.ts';
import { workOf } from '../../../tools/bench/window/frame-work.ts';
import type { TraceEvent } from '../../../tools/bench/window/trace.ts';

const main = { pid: 7, tid: 1 };
const named = (tid: number, name: string): TraceEvent => ({
  name: 'thread_name',
  ph: 'M',
  ts: 0,
  pid: 7,
  tid,
  args: { name },
});
/** All in ms. */
const span = (name: string, at: number, clock: number, work = clock, where = main): TraceEvent => ({
  name,
  ph: 'X',
  ts: 1000 * at,
  dur: 1000 * clock,
  tdur: 1000 * work,
  ...where,
});
const raster = { pid: 7, tid: 9 };

const trace: readonly TraceEvent[] = [
  named(1, 'CrRendererMain'),
  named(9, 'ThreadPoolForegroundWorker'),
  span('RunTask', 0, 10),
  span('Commit', 9, 1),
  // The key, whose handler asks for a layout.
  span('RunTask', 20, 40, 8),
  span('EventDispatch', 21, 30, 6),
  span('FunctionCall', 22, 20, 5),
  span('UpdateLayoutTree', 23, 10, 1),
  span('Layout', 34, 5, 2),
  // The frame after it.
  span('RunTask', 62, 20, 6),
  span('Paint', 63, 5, 3),
  span('Commit', 70, 10, 1),
  span('RasterTask', 80, 9, 4, raster),
  // Nothing is drawn after this one.
  span('RunTask', 100, 5, 5),
];

describe('the work for a frame', () => {
  const { frames, tasks, drawing } = workOf(trace);

  it('is all that the main thread does between the ends of two frames, as time of the processor', () => {
    expect(frames).toEqual([
      { after: 70, work: 14, by: { script: 3, style: 1, layout: 2, paint: 4, other: 4 } },
    ]);
    expect(tasks).toHaveLength(4);
    expect(tasks[1]).toEqual({
      clock: 40,
      work: 8,
      by: { script: 3, style: 1, layout: 2, paint: 0, other: 2 },
    });
  });

  it('has what other threads turn into pixels apart', () => {
    expect(drawing).toBe(4);
  });

  it('is said in percentiles, with the parts of the task that did most', () => {
    const figures = figuresOf([workOf(trace), workOf(trace)]);
    expect(figures).toMatchObject({
      frames: 2,
      apart: [70, 70, 70],
      work: [14, 14, 14],
      longTasks: 0,
      drawing: 4,
    });
    expect(linesOf('a key', figures).join('\n')).toContain('14.0 / 14.0 / 14.0 ms of the processor');
  });
});
