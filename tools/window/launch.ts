/** The built application in the hands of a tool: started on a folder of user data, read by accessible names, killed. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { findElectron, missingDisplay } from '../find-electron.ts';

const root = resolve(import.meta.dirname, '../..');

export interface OpenWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What the page has logged as errors. */
  readonly pageErrors: readonly string[];
}

export interface AppProcess {
  readonly pid: number;
  /** 'Browser' is the main process, 'Tab' the page's. */
  readonly type: string;
  readonly name: string;
}

/** Why no window can be opened here, in one sentence. */
export function whyNoWindow(): string | undefined {
  const display = missingDisplay(process.platform, process.env);
  if (display !== undefined) return display;
  const electron = electronHere();
  if (electron.kind === 'missing') return electron.sentence;
  return existsSync(resolve(root, 'dist/electron/start.js'))
    ? undefined
    : 'The application is not built; run `npm run build` first.';
}

const electronHere = () =>
  findElectron(createRequire(import.meta.url).resolve('electron/package.json'), process.env, () => false);

export interface Launching {
  /** The checkout whose build is started; this one if left out. */
  readonly build?: string;
  /** Switches of Chromium. */
  readonly switches?: readonly string[];
}

/** @param files opened by the application as if the system had asked for them @param variables of its environment, beside this process's */
export async function openWindow(
  userData: string,
  files: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
  { build = root, switches = [] }: Launching = {},
): Promise<OpenWindow> {
  const electron = electronHere();
  if (electron.kind === 'missing') throw new Error(electron.sentence);
  const environment = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const app = await _electron.launch({
    executablePath: electron.path,
    // Chromium refuses to sandbox for root.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...switches, build, ...files],
    env: { ...Object.fromEntries(environment), ...variables, DYMU_USER_DATA: userData },
    timeout: 120_000,
  });
  const page = await app.firstWindow({ timeout: 120_000 });
  page.setDefaultTimeout(120_000);
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text());
  });
  return { app, page, pageErrors };
}

/** All processes of the application, the main one too. */
export function processesOf(app: ElectronApplication): Promise<AppProcess[]> {
  return app.evaluate(({ app: main }) =>
    main
      .getAppMetrics()
      .map(({ pid, type, name, serviceName }) => ({ pid, type, name: name ?? serviceName ?? '' })),
  );
}

/** Seconds of the processor that all processes of the application have used that live now; NaN where the system does not tell (only Linux does). */
export async function processorSeconds(app: ElectronApplication): Promise<number> {
  const ticksASecond = 100; // USER_HZ, the same on every Linux that Node runs on
  return (await processesOf(app)).reduce((sum, { pid }) => sum + ticksOf(pid) / ticksASecond, 0);
}

/** In user and in system, which stand behind the name in brackets; 0 for one that has ended since. */
function ticksOf(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}

/** The process id of the engine; undefined while there is none. */
export async function enginePid(app: ElectronApplication): Promise<number | undefined> {
  return (await processesOf(app)).find(({ name }) => name === 'DyMU engine')?.pid;
}

/** Kills the main process as the system would, and waits until every process of the application has gone. @returns those that stayed */
export async function killApp({ app }: OpenWindow): Promise<AppProcess[]> {
  const all = await processesOf(app);
  const main = all.find(({ type }) => type === 'Browser');
  if (main === undefined) throw new Error('There is no main process.');
  process.kill(main.pid, 'SIGKILL');
  for (let tries = 0; tries < 200; tries++) {
    if (all.every(({ pid }) => !isAlive(pid))) return [];
    await wait(100);
  }
  return all.filter(({ pid }) => isAlive(pid));
}

/** One that has ended and waits to be collected is not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
