/** An installed application as an ordinary user has it: a user of its own, started by its menu entry, with Chromium's sandbox. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { describe } from 'vitest';
import { debuggerOf, windowOf } from './debugger.ts';

export const run = promisify(execFile);

const userName = 'dymu-tester';

/** Installs packages and makes a user: only where that is asked for, by CI or by hand. */
const wanted = process.env['CI'] === 'true' || process.env['DYMU_INSTALL'] === '1';
const why =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'it wants root on Linux'
    : wanted
      ? undefined
      : 'it installs packages; set DYMU_INSTALL=1 to allow that';

/** Like `describe`; skipped by name where nothing may be installed, which in CI is a failure. */
export function describeInstallation(name: string, define: () => void): void {
  if (why === undefined) describe(name, define);
  else if (process.env['CI'] === 'true') throw new Error(`${name}: ${why}`);
  else describe.skip(`${name} (skipped: ${why})`, define);
}

export interface User {
  readonly home: string;
  /** Words before a command that make it the user's. No display among the variables. */
  readonly environment: Readonly<Record<string, string>>;
  own(...paths: string[]): Promise<void>;
  remove(): Promise<void>;
}

export async function makeUser(): Promise<User> {
  const home = await mkdtemp(join(tmpdir(), 'dymu-home-'));
  await run('userdel', ['--force', userName]).catch(() => undefined); // of a run that was stopped
  await run('useradd', ['--home-dir', home, '--no-create-home', '--shell', '/bin/sh', userName]);
  const own = async (...paths: string[]): Promise<void> => {
    await run('chown', ['-R', `${userName}:${userName}`, ...paths]);
  };
  await own(home);
  return {
    home,
    environment: { HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', USER: userName },
    own,
    remove: async () => {
      await run('userdel', ['--force', userName]); // a helper of Chromium's may outlive it by a moment
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Runs a program as the user, without a display, and resolves when it ended well. */
export function asUser(user: User, program: string, words: readonly string[]) {
  return run('setpriv', [...becoming, program, ...words], {
    cwd: user.home,
    env: { ...user.environment },
    maxBuffer: 1e8,
  });
}

const becoming = [`--reuid=${userName}`, `--regid=${userName}`, '--init-groups'];

export interface Started {
  readonly page: Page;
  readonly child: ChildProcess;
  /** Ends it as a session does that logs out. Resolves to code, signal and what it wrote to standard error. */
  readonly quit: () => Promise<{
    readonly code: number | null;
    readonly signal: string | null;
    readonly err: string;
  }>;
}

/** The words of a menu entry's Exec line, with the files it is to open. */
export async function execLine(entry: string, files: readonly string[]): Promise<string[]> {
  const line = /^Exec=(.+)$/mu.exec(await readFile(entry, 'utf8'))?.[1];
  if (line === undefined) throw new Error(`${entry} has no Exec line.`);
  return line.split(' ').flatMap((word) => (word === '%F' ? files : [word]));
}

/** @param words program and arguments, as a menu entry has them @param through starts what it is given, in its turn, and ends as that does */
export async function startAsUser(user: User, words: readonly string[], through?: string): Promise<Started> {
  const arguments_ = [...words, '--remote-debugging-port=0'];
  const child = spawnAsUser(user, await withDisplay(user), arguments_, through);
  let err = '';
  child.stderr?.on('data', (data: Buffer) => (err += data.toString()));
  const { browser, page } = await windowIn(child).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    page,
    child,
    quit: async () => {
      await browser.close();
      const ended = once(child, 'exit');
      if (through === undefined) child.kill('SIGTERM');
      else process.kill(await childOf(child), 'SIGTERM');
      await ended;
      return { code: child.exitCode, signal: child.signalCode, err };
    },
  };
}

async function childOf({ pid }: ChildProcess): Promise<number> {
  const { stdout } = await run('pgrep', ['--oldest', '--parent', `${pid}`]);
  return Number(stdout);
}

async function windowIn(child: ChildProcess): Promise<{ readonly browser: Browser; readonly page: Page }> {
  const browser = await chromium.connectOverCDP(await debuggerOf(child));
  return { browser, page: await windowOf(browser) };
}

export interface Serving {
  readonly address: URL;
  /** As a service manager does; the exit status. */
  readonly end: () => Promise<number | null>;
}

/** `dymu serve` of the user's, without a display. */
export async function serveAsUser(user: User): Promise<Serving> {
  const words = [...becoming, 'dymu', 'serve', '--port', '0', '--device', 'cpu', '--json'];
  const child = spawn('setpriv', words, {
    cwd: user.home,
    env: { ...user.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const first = await Promise.race([once(child.stdout, 'data'), ended.then(() => [])]);
  const { address } = JSON.parse(String(first[0] ?? '{}')) as { address: string };
  return {
    address: new URL(address),
    end: async () => {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

/** A second start with files, which hands them to the window that is open. Resolves to its exit status. */
export async function startAgain(user: User, words: readonly string[]): Promise<number | null> {
  const child = spawnAsUser(user, await withDisplay(user), words);
  child.stderr?.resume();
  await once(child, 'exit');
  return child.exitCode;
}

function spawnAsUser(
  { home }: User,
  environment: Readonly<Record<string, string>>,
  words: readonly string[],
  through = 'setpriv',
): ChildProcess {
  return spawn(through, [...becoming, ...words], {
    cwd: home,
    env: { ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** The display that the tests run on; its key is readable by its owner alone, so the user gets a copy. */
async function withDisplay(user: User): Promise<Record<string, string>> {
  const display = process.env['DISPLAY'];
  if (display === undefined) throw new Error('There is no display; run it under `xvfb-run -a`.');
  const key = process.env['XAUTHORITY'];
  if (key === undefined) return { ...user.environment, DISPLAY: display };
  const copy = join(user.home, '.Xauthority');
  await cp(key, copy);
  await user.own(copy);
  return { ...user.environment, DISPLAY: display, XAUTHORITY: copy };
}

/** Whether every process that shows a page is locked in: system calls filtered, in namespaces of its own. */
export async function pagesAreSandboxed(user: User): Promise<boolean> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const states = await Promise.all(pids.map((pid) => sandboxOf(pid, user).catch(() => undefined)));
  const pages = states.filter((state) => state !== undefined);
  return pages.length > 0 && pages.every(Boolean);
}

/** Undefined for a process that shows no page of the user's. */
async function sandboxOf(pid: string, { home }: User): Promise<boolean | undefined> {
  const arguments_ = await readFile(`/proc/${pid}/cmdline`, 'utf8');
  if (!arguments_.includes('--type=renderer') || !arguments_.includes(home)) return undefined;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [own, ours] = await Promise.all([pid, 'self'].map((each) => readlink(`/proc/${each}/ns/pid`)));
  return /^Seccomp:\t2$/mu.test(status) && own !== ours;
}
