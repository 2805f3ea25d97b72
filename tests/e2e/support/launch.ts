/** Starts the built application on a fresh folder of user data, and knows why it cannot where it cannot. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { describe } from 'vitest';
import type {} from '../../../electron/bridge.ts'; // declares window.dymu
import { findElectron, missingDisplay } from '../../../tools/find-electron.ts';

export const root = resolve(import.meta.dirname, '../../..');

const electron = findElectron(
  createRequire(import.meta.url).resolve('electron/package.json'),
  process.env,
  () => false,
);

/** Why no window can be opened here. */
export const whyNot =
  missingDisplay(process.platform, process.env) ??
  (electron.kind === 'missing' ? electron.sentence : undefined);

/** Like `describe`. Without a display or a runtime it is skipped, with the reason in its name; in CI it fails instead. */
export function describeWindow(name: string, define: () => void): void {
  if (whyNot === undefined) {
    describe(name, define);
    return;
  }
  if (process.env['CI'] === 'true') throw new Error(whyNot);
  console.warn(`Skipped: ${name}. ${whyNot}`);
  describe.skip(`${name} (skipped: ${whyNot})`, define);
}

export function electronPath(): string {
  if (electron.kind === 'missing') throw new Error(electron.sentence);
  return electron.path;
}

/** Against hangs alone: how quick a start or an answer is depends on what else the machine does. */
const longestMs = 120_000;

export interface Launched {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** What the page has logged as errors. */
  readonly pageErrors: string[];
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** A folder to use again; it is not removed then. */
  readonly userData?: string;
  readonly arguments?: readonly string[];
  /** Starts this program, which starts the runtime. */
  readonly through?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function launch(options: LaunchOptions = {}): Promise<Launched> {
  if (electron.kind === 'missing') throw new Error(electron.sentence);
  if (
    !existsSync(join(root, 'dist/electron/start.js')) ||
    !existsSync(join(root, 'dist/renderer/index.html'))
  ) {
    throw new Error('The application is not built; run `npm run build` first.');
  }
  const userData = options.userData ?? (await newUserData());
  const app = await _electron.launch({
    executablePath: options.through ?? electronPath(),
    args: [...sandboxArguments(), root, ...(options.arguments ?? [])],
    env: { ...definedEnvironment(), DYMU_USER_DATA: userData, ...options.environment },
    colorScheme: null, // the application's own, not an emulated one
    timeout: longestMs,
  });
  const page = await app.firstWindow({ timeout: longestMs });
  page.setDefaultTimeout(longestMs);
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text());
  });
  return {
    app,
    page,
    userData,
    pageErrors,
    close: async () => {
      await app.close();
      if (options.userData === undefined) await removeUserData(userData);
    },
  };
}

export function newUserData(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'dymu-user-data-'));
}

export function removeUserData(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** Chromium refuses to sandbox for root, which is who runs CI. */
export function sandboxArguments(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

export function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The process id of the engine, as the application itself sees it. */
export async function enginePid(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(
    ({ app: main }) => main.getAppMetrics().find(({ name }) => name === 'DyMU engine')?.pid,
  );
  if (pid === undefined) throw new Error('There is no engine process.');
  return pid;
}
