/** What the frames of a window cost, from a trace: the page's main thread by kind of work, and what drawing costs elsewhere. Pure. */
import type { TraceEvent } from './trace.ts';

export const kinds = ['script', 'style', 'layout', 'paint', 'other'] as const;
export type Kind = (typeof kinds)[number];
export type PerKind = Readonly<Record<Kind, number>>;

/** All of the main thread's work from the end of one frame to the end of the next, ms. */
export interface FrameWork {
  /** Of the clock, since the frame before. */
  readonly after: number;
  /** Of the processor: what others take from it does not count. */
  readonly work: number;
  readonly by: PerKind;
}

export interface TaskWork {
  readonly clock: number; // ms
  readonly work: number; // ms of the processor
  readonly by: PerKind;
}

export interface TracedWork {
  readonly frames: readonly FrameWork[];
  readonly tasks: readonly TaskWork[];
  /** Turning what was painted into pixels, ms of the processor on other threads, all frames together. */
  readonly drawing: number;
}

const kindOf: Readonly<Record<string, Kind>> = {
  EventDispatch: 'script',
  FunctionCall: 'script',
  EvaluateScript: 'script',
  TimerFire: 'script',
  FireAnimationFrame: 'script',
  RunMicrotasks: 'script',
  MinorGC: 'script',
  MajorGC: 'script',
  UpdateLayoutTree: 'style',
  Layout: 'layout',
  HitTest: 'layout',
  PrePaint: 'paint',
  Paint: 'paint',
  Layerize: 'paint',
  UpdateLayer: 'paint',
  Commit: 'paint',
};

const task = 'RunTask';
const frameEnd = 'Commit';

export function workOf(events: readonly TraceEvent[]): TracedWork {
  const threads = new Map<string, string>();
  for (const event of events)
    if (event.name === 'thread_name') threads.set(threadOf(event), String(event.args?.['name']));
  const spans = events
    .filter(({ ph }) => ph === 'X')
    .toSorted((a, b) => a.ts - b.ts || lengthOf(b) - lengthOf(a));
  const main = busiest(spans.filter((event) => threads.get(threadOf(event)) === 'CrRendererMain'));
  const tasks = tasksOf(main);
  return {
    frames: framesOf(main, tasks),
    tasks: tasks.map(({ clock, work, by }) => ({ clock, work, by })),
    drawing:
      sum(
        spans.filter((event) => isDrawing(event, threads.get(threadOf(event)) ?? '')),
        costOf,
      ) / 1000,
  };
}

interface Task extends TaskWork {
  readonly start: number; // microseconds
}

/** The outermost tasks of one thread with what went on inside them: every microsecond belongs to the innermost event of a known kind. */
function tasksOf(spans: readonly TraceEvent[]): Task[] {
  const found: Task[] = [];
  let open: {
    readonly event: TraceEvent;
    readonly kind: Kind;
    inside: number;
    readonly by: Record<Kind, number>;
  }[] = [];
  const close = (until: number) => {
    while (open.length > 0) {
      const last = open[open.length - 1];
      if (last === undefined || last.event.ts + lengthOf(last.event) > until) return;
      open = open.slice(0, -1);
      const cost = costOf(last.event);
      last.by[last.kind] += Math.max(0, cost - last.inside) / 1000;
      const outer = open.at(-1);
      if (outer !== undefined) outer.inside += cost;
      else
        found.push({
          start: last.event.ts,
          clock: lengthOf(last.event) / 1000,
          work: cost / 1000,
          by: last.by,
        });
    }
  };
  for (const event of spans) {
    close(event.ts);
    const outer = open.at(-1);
    if (outer === undefined && event.name !== task) continue;
    if (outer !== undefined && kindOf[event.name] === undefined) continue;
    open.push({
      event,
      kind: kindOf[event.name] ?? 'other',
      inside: 0,
      by: outer?.by ?? { script: 0, style: 0, layout: 0, paint: 0, other: 0 },
    });
  }
  close(Number.POSITIVE_INFINITY);
  return found;
}

/** The first frame is left out: what came before it is not known. */
function framesOf(spans: readonly TraceEvent[], tasks: readonly Task[]): FrameWork[] {
  const ends = spans.filter(({ name }) => name === frameEnd).map((event) => event.ts + lengthOf(event));
  let next = 0;
  const frames = ends.map((end, index) => {
    const own: Task[] = [];
    for (let one = tasks[next]; one !== undefined && one.start < end; one = tasks[++next]) own.push(one);
    const by = Object.fromEntries(kinds.map((kind) => [kind, sum(own, (each) => each.by[kind])])) as Record<
      Kind,
      number
    >;
    return { after: (end - (ends[index - 1] ?? end)) / 1000, work: sum(own, ({ work }) => work), by };
  });
  return frames.slice(1);
}

/** Tiles turned into pixels, pictures decoded for them, and all that the graphics process does. */
function isDrawing({ name }: TraceEvent, thread: string): boolean {
  if (name === 'RasterTask' || name === 'ImageDecodeTask') return true;
  return name === task && (thread === 'CrGpuMain' || thread === 'VizCompositorThread');
}

function busiest(spans: readonly TraceEvent[]): TraceEvent[] {
  const byThread = new Map<string, TraceEvent[]>();
  for (const event of spans) {
    const own = byThread.get(threadOf(event));
    if (own === undefined) byThread.set(threadOf(event), [event]);
    else own.push(event);
  }
  return [...byThread.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
}

const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
const lengthOf = ({ dur = 0 }: TraceEvent) => dur;
const costOf = ({ dur = 0, tdur }: TraceEvent) => tdur ?? dur;

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
