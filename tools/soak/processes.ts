/** What the processes of the application hold: memory by kind, open files, timers, listeners. Linux tells it in /proc. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { processesOf, type OpenWindow } from '../window/launch.ts';

export interface Held {
  /** 'main', 'page', 'engine', 'graphics', or what Electron calls it. */
  readonly process: string;
  /** MB that are the process's own: heap, tensors, stacks; of main and page without what V8 has emptied and keeps for later, which grows with how much is done at once. */
  readonly anonymousMb: number;
  /** MB of mapped files and shared memory: weights, libraries, decoded pictures; the system or Chromium gives these back when room is needed. */
  readonly fileMb: number;
  /** MB with what is shared divided among those that share it. */
  readonly proportionalMb: number;
  /** Open files, sockets and the like; Chromium's shared memory apart, of which it keeps decoded pictures up to a limit and gives them back when memory is short. */
  readonly handles: number;
}

export interface Sample {
  readonly held: readonly Held[];
  /** Files and folders in the application's temporary folder, and half-written ones in the user's data. */
  readonly temporary: number;
  /** Of the page, after a collection of garbage. */
  readonly listeners: number;
  readonly nodes: number;
  readonly heapMb: number;
  /** Of the main process, after a collection of garbage. */
  readonly mainHeapMb: number;
  /** Timers, ports, requests that keep the main process awake. */
  readonly mainResources: number;
}

const names: Readonly<Record<string, string>> = { Browser: 'main', Tab: 'page', GPU: 'graphics' };

/** @param temporary the folder that the application has for temporary files */
export async function sampleOf(
  { app, page }: OpenWindow,
  userData: string,
  temporary: string,
): Promise<Sample> {
  const devtools = await page.context().newCDPSession(page);
  // What the page gives back when memory is short, such as decoded pictures and compiled code, is no growth either.
  await devtools.send('Memory.simulatePressureNotification', { level: 'critical' });
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  await devtools.detach();
  const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  const mainReserveMb = await collectInMain(app);
  const reserves: Readonly<Record<string, number>> = {
    main: mainReserveMb,
    page: (metric('JSHeapTotalSize') - metric('JSHeapUsedSize')) / 1e6,
  };
  const processes = await processesOf(app);
  return {
    held: processes
      .filter(({ type }) => type !== 'Zygote')
      .map(({ pid, type, name }) => {
        const held = heldBy(pid, name === 'DyMU engine' ? 'engine' : (names[type] ?? name));
        return { ...held, anonymousMb: held.anonymousMb - (reserves[held.process] ?? 0) };
      }),
    temporary: temporaryFiles(userData, temporary),
    listeners: metric('JSEventListeners'),
    nodes: metric('Nodes'),
    heapMb: metric('JSHeapUsedSize') / 1e6,
    mainHeapMb: await app.evaluate(() => process.memoryUsage().heapUsed / 1e6),
    mainResources: await app.evaluate(() => process.getActiveResourcesInfo().length),
  };
}

function heldBy(pid: number, process: string): Held {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
  const [rss, anonymous] = [kilobytes('Rss'), kilobytes('Anonymous')];
  return {
    process,
    anonymousMb: anonymous / 1000,
    fileMb: (rss - anonymous) / 1000,
    proportionalMb: kilobytes('Pss') / 1000,
    handles: handlesOf(pid),
  };
}

/** What is garbage in the main process is no growth; Node has no other call for it. @returns MB that V8 has emptied and keeps */
function collectInMain(app: OpenWindow['app']): Promise<number> {
  return app.evaluate(() => {
    const [v8, vm] = [process.getBuiltinModule('node:v8'), process.getBuiltinModule('node:vm')];
    v8.setFlagsFromString('--expose-gc');
    vm.runInNewContext('gc()');
    const { heapTotal, heapUsed } = process.memoryUsage();
    return (heapTotal - heapUsed) / 1e6;
  });
}

const sharedMemory = /\/\.org\.chromium\.Chromium\.[^/]*$|^\/memfd:/;

function handlesOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((name) => {
    try {
      return !sharedMemory.test(readlinkSync(`${folder}/${name}`).replace(/ \(deleted\)$/, ''));
    } catch {
      return false; // closed since
    }
  }).length;
}

function temporaryFiles(userData: string, temporary: string): number {
  const half = readdirSync(userData, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tmp'),
  );
  return readdirSync(temporary).length + half.length;
}
