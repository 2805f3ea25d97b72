/**
 * How smoothly the window works, from traces of the real application:
 *
 *     npm run build && xvfb-run -a npm run bench:window -- [PART...] [--against COMMIT|FOLDER] [--rounds N] [--images N] [--json F]
 *
 * Parts: scroll, budget and brush over counted images, memory over ten rounds of them, hover over 729 patches, slider. README.md of tools/bench
 * says what they mean. With --against both builds do everything in turn.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readOptions } from '../../read-options.ts';
import { whyNoWindow } from '../../window/launch.ts';
import { buildFolder } from '../baseline.ts';
import { checkpoint } from '../checkpoints.ts';
import { relate } from '../interleave.ts';
import { relationWords } from '../relation-words.ts';
import { close, toFront, type MeasuredWindow } from './always-drawn.ts';
import { countedImages, gestures, hasCollection, openCollection, type Gesture } from './collection.ts';
import { hoverOver, openExplore, sliderDrag, sliderStep, startSlider, type SliderStep } from './explore.ts';
import { figuresOf, linesOf } from './frame-report.ts';
import { workOf, type TracedWork } from './frame-work.ts';
import { memoryOf, type PageMemory } from './page-memory.ts';
import { traced } from './trace.ts';

const parts = [...gestures, 'memory', 'hover', 'slider'] as const;
const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    against: { type: 'string' },
    images: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});
const unknown = positionals.find((name) => !parts.some((part) => part === name));
const why = unknown === undefined ? whyNoWindow() : `There is no part ${unknown}: ${parts.join(', ')}.`;
if (why !== undefined) {
  console.error(why);
  process.exit(2);
}
const wanted = parts.filter((part) => positionals.length === 0 || positionals.includes(part));
const rounds = Number(values.rounds);
const images = Number(values.images);
const steps = 60;

const builds = [
  ...(values.against === undefined ? [] : [{ name: 'before', folder: await buildFolder(values.against) }]),
  { name: 'now', folder: resolve(import.meta.dirname, '../../..') },
];
const found: Record<string, unknown> = {};

const overImages = wanted.filter((part) => part === 'memory' || gestures.some((gesture) => gesture === part));
if (overImages.length > 0) await measureCollection();
if (wanted.includes('hover')) await measureHover();
if (wanted.includes('slider')) await measureSlider();
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(found, undefined, 2)}\n`);

async function measureCollection(): Promise<void> {
  const counted = await countedImages(images);
  const able = builds.filter((build) => hasCollection(build.folder));
  await withWindows(
    able,
    (build) => openCollection(build, counted),
    async (windows) => {
      for (const gesture of gestures.filter((each) => overImages.includes(each))) {
        const work = await inTurn(windows, async (window) => {
          const events = await traced(window.page, () => window.make(gesture, steps));
          return workOf(events);
        });
        tellFrames(gesture, work);
      }
      if (overImages.includes('memory'))
        for (const { name, window } of windows) await tellMemory(name, window);
    },
  );
}

async function tellMemory(
  name: string,
  window: MeasuredWindow & { readonly make: (gesture: Gesture, steps: number) => Promise<void> },
): Promise<void> {
  const all = async () => {
    for (const gesture of gestures) await window.make(gesture, steps / 2);
  };
  await all(); // what is made once is there
  const before = await memoryOf(window.page);
  for (let round = 0; round < 10; round++) await all();
  const after = await memoryOf(window.page);
  const words = ({ heap, nodes, listeners }: PageMemory) =>
    `${(heap / 1e6).toFixed(1)} MB, ${nodes} nodes, ${listeners} listeners`;
  console.log(`memory, ${name}: ${words(before)}; after ten rounds ${words(after)}`);
  found[`memory ${name}`] = { before, after };
}

async function measureHover(): Promise<void> {
  const model = await checkpoint('narrowSiglip');
  await withWindows(
    builds,
    (build) => openExplore(build, { model, ratio: 2 }),
    async (windows) => {
      const work = await inTurn(windows, async ({ page }) =>
        workOf(await traced(page, () => hoverOver(page, steps))),
      );
      tellFrames('hover', work);
    },
  );
}

async function measureSlider(): Promise<void> {
  await withWindows(
    builds,
    (build) => openExplore(build),
    async (windows) => {
      for (const { window } of windows) await startSlider(window.page);
      const single = await slider(windows, 20 * rounds, async (page) => [await sliderStep(page, 'rest')]);
      tellSteps('slider', single);
      // The first steps of a drag may have been encoded while the hand rested.
      tellSteps(
        'drag',
        await slider(windows, 2 * rounds, async (page) => (await sliderDrag(page, 12)).slice(2)),
      );
    },
  );
}

async function slider(
  windows: readonly Named<MeasuredWindow>[],
  times: number,
  move: (page: MeasuredWindow['page']) => Promise<SliderStep[]>,
): Promise<Map<string, SliderStep[]>> {
  const all = new Map(windows.map(({ name }) => [name, [] as SliderStep[]]));
  for (let time = 0; time < times; time++)
    for (const { name, window } of time % 2 === 0 ? windows : windows.toReversed()) {
      await toFront(window.app);
      all.get(name)?.push(...(await move(window.page)));
    }
  return all;
}

function tellSteps(part: string, steps: ReadonlyMap<string, readonly SliderStep[]>): void {
  const times = new Map([...steps].map(([name, each]) => [name, each.map(({ ms }) => ms)] as const));
  for (const [name, each] of steps) {
    const sorted = each.map(({ ms }) => ms).toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(1);
    const ahead = each.filter(({ encoded }) => !encoded).length;
    console.log(
      `${part}, ${name}: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, ${each.length} steps, ${ahead} of them encoded ahead`,
    );
    found[`${part} ${name}`] = each;
  }
  const [before, after] = [times.get('before'), times.get('now')];
  if (before !== undefined && after !== undefined)
    console.log(`${part}: ${relationWords(relate({ before, after }), 'ms')}`);
}

interface Named<W> {
  readonly name: string;
  readonly window: W;
}

async function withWindows<W extends MeasuredWindow>(
  which: readonly { readonly name: string; readonly folder: string }[],
  open: (build: string) => Promise<W>,
  work: (windows: readonly Named<W>[]) => Promise<void>,
): Promise<void> {
  const windows: Named<W>[] = [];
  try {
    for (const { name, folder } of which) windows.push({ name, window: await open(folder) });
    await work(windows);
  } finally {
    for (const { window } of windows) await close(window);
  }
}

/** The first round is not counted: code is compiled in it. */
async function inTurn<W extends MeasuredWindow>(
  windows: readonly Named<W>[],
  measure: (window: W) => Promise<TracedWork>,
): Promise<Map<string, TracedWork[]>> {
  const all = new Map(windows.map(({ name }) => [name, [] as TracedWork[]]));
  for (let round = 0; round <= rounds; round++)
    for (const { name, window } of round % 2 === 0 ? windows : windows.toReversed()) {
      await toFront(window.app);
      const one = await measure(window);
      if (round > 0) all.get(name)?.push(one);
    }
  return all;
}

function tellFrames(part: string, work: ReadonlyMap<string, readonly TracedWork[]>): void {
  for (const [name, each] of work) {
    const figures = figuresOf(each);
    console.log(linesOf(`${part}, ${name}`, figures).join('\n'));
    found[`${part} ${name}`] = figures;
  }
}
