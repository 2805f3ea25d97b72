/**
 * How near counting a folder comes to the encoder's own pace, with the embedded model:
 *
 *     npx tsx tools/bench/collect-throughput.ts [--sides 480,1600] [--pictures 40] [--points 1,9] [--rounds 5] [--threads N]
 *
 * In turn, every round: the encodes alone with all pictures ready; reading, decoding and resizing alone; counting with pictures prepared in the
 * engine's own thread, three ahead; counting as `collect` does, a database and its table of counts included. `fits` is what the processors allow
 * where neither waits for the other: the encodes alone over both alone, one after the other. Prints medians of the rounds' ratios.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from '../read-options.ts';
import { bundledCalibrations, bundledModel } from '../../src-engine/bundled/assets.ts';
import { ahead } from '../../src-engine/collection/ahead.ts';
import { collect } from '../../src-engine/collection/collect.ts';
import { prepareFile } from '../../src-engine/collection/prepare-file.ts';
import { startPreparing, usualThreads } from '../../src-engine/collection/preparing.ts';
import { scanFolder, type FoundFile } from '../../src-engine/collection/scan-folder.ts';
import { rulerOf } from '../../src-engine/collection/ruler.ts';
import { pointCounts, spreadOver, type WantedCount } from '../../src-engine/collection/wanted.ts';
import { openDatabase } from '../../src-engine/database/database.ts';
import { deviceLadder } from '../../src-engine/inference/devices.ts';
import { loadModel, type Loaded } from '../../src-engine/inference/loaded-model.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import { viewsSpec } from '../../src-engine/inference/visual-input.ts';
import type { PreparedView } from '../../src-engine/vision/prepare.ts';
import { createPictureStore } from '../../src-engine/vision/picture-store.ts';
import { makeCollection } from '../make-collection.ts';

const { values } = readOptions({
  options: {
    sides: { type: 'string', default: '480,1600' },
    pictures: { type: 'string', default: '40' },
    points: { type: 'string', default: '1,9' },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: '0' },
  },
});
/** Counting is timed from this picture on, as it goes on for thousands: those before were prepared while nothing was encoded. */
const first = 6;
const steady = (begun: number, files: number) => (performance.now() - begun) / (files - first);
const numbers = (text: string) => text.split(',').map(Number);

const model = await loadModel(
  { directory: bundledModel() },
  {
    chooseDevice: () => deviceLadder('cpu', Number(values.threads)).choose(),
    choosePrecision: () => Promise.resolve('fp32'),
    copiesDirectory: tmpdir(),
    calibrationDirectories: [bundledCalibrations()],
    images: createPictureStore({ route: 'path' }),
    signal: undefined,
    onProgress: undefined,
  },
);
const pace = createPace(undefined);
const spec = viewsSpec(model.checkpoint.spec, 'alone');
for (const side of numbers(values.sides)) {
  const folder = await mkdtemp(join(tmpdir(), 'dymu-throughput-'));
  await makeCollection(folder, Number(values.pictures), side);
  const { files } = await scanFolder(folder);
  const ready = await Promise.all(files.map(({ path }) => viewsOf(path)));
  for (const points of numbers(values.points)) await measure(side, points, { folder, files, ready });
  await rm(folder, { recursive: true });
}
await model.release();

interface Pictures {
  readonly folder: string;
  readonly files: readonly FoundFile[];
  readonly ready: readonly (readonly PreparedView[])[];
}

async function measure(side: number, points: number, pictures: Pictures): Promise<void> {
  const { files, ready } = pictures;
  const wanted = spreadOver(pointCounts(model, rulerOf(model)), points);
  const preparing = startPreparing();
  const inThreads = (path: string) => preparing.prepare(path, spec, 'path');
  await Promise.all(files.slice(0, 4).map(({ path }) => inThreads(path))); // the threads have started
  const ways = {
    encodes: () => encodeAll(ready, wanted),
    preparing: async () => {
      for await (const [,] of ahead(files, 2 * usualThreads() + 1, ({ path }) => inThreads(path)));
    },
    before: async () => {
      let begun = 0;
      for await (const [index, , file] of ahead(files, 3, ({ path }) => prepareFile(path, spec, 'path'))) {
        if (index === first) begun = performance.now();
        if (file.kind === 'views') await encodeAll([file.views], wanted);
      }
      return steady(begun, files.length);
    },
    collect: () => collectInto(pictures, points),
  };
  const rounds: Record<keyof typeof ways, number>[] = [];
  await ways.encodes();
  for (let round = 0; round < Number(values.rounds); round++) {
    const times = { encodes: 0, preparing: 0, before: 0, collect: 0 };
    for (const name of ['encodes', 'before', 'collect', 'preparing'] as const) {
      const begun = performance.now();
      const inside = await ways[name]();
      times[name] = inside ?? (performance.now() - begun) / files.length;
    }
    rounds.push(times);
  }
  await preparing.close();
  const ratio = (of: (times: (typeof rounds)[number]) => number) => median(rounds.map(of)).toFixed(2);
  const ms = (name: keyof typeof ways) => `${median(rounds.map((times) => times[name])).toFixed(1)} ms`;
  console.log(
    `${files.length} pictures of ${side} px, ${points} points: encodes ${ms('encodes')} a picture, preparing ${ms('preparing')}; ` +
      `before ${ms('before')}, ${ratio((t) => t.encodes / t.before)}; collect ${ms('collect')}, ${ratio((t) => t.encodes / t.collect)}; ` +
      `fits ${ratio((t) => t.encodes / (t.encodes + t.preparing))}`,
  );
}

async function encodeAll(pictures: readonly (readonly PreparedView[])[], wanted: readonly WantedCount[]) {
  for (const views of pictures)
    for (const { plan } of wanted) {
      const run = await model.tower.open(plan);
      for (const { pixels } of views) {
        await pace.next();
        await run.encode(pixels);
      }
    }
}

/** Into a database of its own. Milliseconds a picture where it encodes: files were looked at before. */
async function collectInto({ folder: source, files }: Pictures, points: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'dymu-throughput-data-'));
  const database = openDatabase(folder);
  let begun = 0;
  const inTurn = <T>(work: (model: Loaded, at: typeof pace) => Promise<T>) => work(model, pace);
  const report = (stage: string, done: number) => {
    if (stage === 'Encoding' && done === first) begun = performance.now();
  };
  await collect({ database, inTurn, signal: undefined, report }, { source, points, checks: 0 });
  const took = steady(begun, files.length);
  database.close();
  await rm(folder, { recursive: true });
  return took;
}

async function viewsOf(path: string): Promise<readonly PreparedView[]> {
  const file = await prepareFile(path, spec, 'path');
  if (file.kind === 'unreadable') throw new Error(`${path} cannot be read.`);
  return file.views;
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[all.length >> 1] ?? Number.NaN;
}
