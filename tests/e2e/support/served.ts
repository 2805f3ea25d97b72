/** `dymu serve` of the built program, and real Chromium to look at it with. */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { describe } from 'vitest';
import { definedEnvironment, root, sandboxArguments } from './launch.ts';

const chromiumPath = [process.env['DYMU_CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  isProgram,
);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return path !== '';
  } catch {
    return false;
  }
}

const whyNot = 'There is no Chromium; install it, or say where it is with DYMU_CHROMIUM.';

/** Like `describe`. Without Chromium it is skipped, with the reason in its name; in CI it fails instead. */
export function describeBrowser(name: string, define: () => void): void {
  if (chromiumPath !== undefined) {
    describe(name, define);
    return;
  }
  if (process.env['CI'] === 'true') throw new Error(whyNot);
  console.warn(`Skipped: ${name}. ${whyNot}`);
  describe.skip(`${name} (skipped: ${whyNot})`, define);
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: sandboxArguments(),
  });
}

export interface Served {
  readonly process: ChildProcess;
  /** The first address, with its token. */
  readonly address: URL;
  readonly temporary: string; // folder, where browsers' files lie
  /** What the server has said to whoever looks after it. */
  readonly said: () => string;
  /** As Ctrl-C does; the exit status. */
  readonly stop: () => Promise<number | null>;
}

export async function startServer(...flags: readonly string[]): Promise<Served> {
  return startServerIn(await mkdtemp(join(tmpdir(), 'dymu-served-')), flags);
}

const built = join(root, 'dist/engine/cli.js');
/** As `npm run dymu` starts it. */
const fromSources = join(root, 'tools/launch/dymu.js');

export async function startServerFromSources(): Promise<Served> {
  return startServerIn(await mkdtemp(join(tmpdir(), 'dymu-served-')), [], fromSources);
}

/** @param own folder of its data, caches and temporary files, which goes with it */
export async function startServerIn(
  own: string,
  flags: readonly string[],
  program: string = built,
): Promise<Served> {
  const child = spawn(process.execPath, [program, 'serve', '--json', '--device', 'cpu', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...definedEnvironment(),
      DYMU_DATA: join(own, 'data'),
      DYMU_CACHE: join(own, 'cache'),
      TMPDIR: own,
    },
  });
  let said = '';
  child.stderr.on('data', (words: Buffer) => (said += words.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = new Promise<string>((resolve) =>
    child.stdout.once('data', (words: Buffer) => resolve(words.toString())),
  );
  const first = await Promise.race([line, ended.then(() => Promise.reject(new Error(said)))]);
  const { address } = JSON.parse(first) as { address: string };
  return {
    process: child,
    address: new URL(address),
    temporary: own,
    said: () => said,
    stop: async () => {
      child.kill('SIGINT');
      const status = await ended;
      await rm(own, { recursive: true, force: true });
      return status;
    },
  };
}
