/** Processes that are killed with SIGKILL in the midst of a job, again and again, and then left alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { expect, onTestFinished } from 'vitest';
import type { JobRequest } from '../../src-engine/engine.ts';

export interface Killable {
  /** As `bundled` answers it. */
  readonly program: string;
  readonly args: readonly string[];
  /** To which the process adds a line at every step of its work. */
  readonly log: string;
}

export const kills = 10;
const root = join(import.meta.dirname, '..', '..');
/** Native code. */
const external = ['bullmq', 'ioredis', 'libsql', 'onnxruntime-node', 'sharp'];

/**
 * One script of a TypeScript file of this folder and all that it imports, without top-level await: it starts five times as quickly. Beside it lies
 * that of the threads in which pictures are prepared.
 */
export async function bundled(name: string): Promise<string> {
  // Below the packages that it needs.
  const folder = await mkdtemp(join(root, 'node_modules', '.kill-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const entryPoints = {
    program: join(import.meta.dirname, name),
    'prepare-worker': join(root, 'src-engine/collection/prepare-worker.ts'),
  };
  await build({
    entryPoints,
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    external,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': '__here', 'import.meta.dirname': '__dirname' },
    banner: { js: `const __here = require('node:url').pathToFileURL(__filename).href;` },
    logLevel: 'warning',
  });
  return join(folder, 'program.cjs');
}

export const linesIn = (log: string) =>
  existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0;

export function start({ program, args }: Killable) {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
  return { child, ended: once(child, 'exit') };
}

/**
 * Kills it ten times, each time up to `most` steps after it has gone on and at any moment of a step, or, the first two times, at any moment of its
 * start; then waits for its end. Answers how each ended: [null, 'SIGKILL'] for a kill that met work, [0, null] for an end.
 */
export async function killTenTimes(killable: Killable, most: number): Promise<readonly unknown[]> {
  const exits: unknown[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const before = linesIn(killable.log);
    const { child, ended } = start(killable);
    if (kill < 2) await wait(Math.random() * 400);
    else {
      const after = before + 1 + Math.floor(Math.random() * most);
      while (child.exitCode === null && linesIn(killable.log) < after) await wait(1);
    }
    await wait(Math.random() * 5);
    child.kill('SIGKILL');
    exits.push(await ended);
  }
  exits.push(await start(killable).ended);
  return exits;
}

export const tenKillsAndAnEnd: readonly unknown[] = [
  ...Array.from({ length: kills }, () => [null, 'SIGKILL']),
  [0, null],
];

/** Where a job was run, and how many steps of work that took in all. */
interface Ran {
  readonly folder: string;
  readonly steps: number;
}

/** A job of the engine run twice: undisturbed, and killed ten times. Each has a folder of its own below `root`, about which its request may be. */
export async function calmAndKilled(
  root: string,
  requestIn: (folder: string) => JobRequest,
): Promise<{ readonly calm: Ran; readonly killed: Ran }> {
  const program = await bundled('job-process.ts');
  const jobIn = (name: string) => {
    const folder = join(root, name);
    const log = join(root, `${name}.log`);
    return {
      folder,
      log,
      killable: { program, args: [folder, JSON.stringify(requestIn(folder)), log], log },
    };
  };
  const [calm, killed] = [jobIn('calm'), jobIn('killed')];
  expect(await start(calm.killable).ended).toEqual([0, null]);
  const steps = linesIn(calm.log);
  expect(await killTenTimes(killed.killable, Math.ceil(steps / (kills + 2)))).toEqual(tenKillsAndAnEnd);
  return {
    calm: { folder: calm.folder, steps },
    killed: { folder: killed.folder, steps: linesIn(killed.log) },
  };
}
