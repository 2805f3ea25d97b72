/** A folder for what benchmarks make once: other builds, pictures, checkpoints of random weights. Everything in it can be made again. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

export function benchCache(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  return path.join(cache, 'dymu-explorer-ci', 'bench');
}

/** What is being made in this process: who asks meanwhile waits for the same. */
const beingMade = new Map<string, Promise<string>>();

/** The path `name` in the cache, made by `make` where it is missing: under another name first, so that an end midway leaves nothing half made. */
export async function once(name: string, make: (target: string) => Promise<unknown>): Promise<string> {
  const target = path.join(benchCache(), name);
  const making = beingMade.get(target) ?? made(target, make);
  beingMade.set(target, making);
  try {
    return await making;
  } finally {
    beingMade.delete(target);
  }
}

async function made(target: string, make: (target: string) => Promise<unknown>): Promise<string> {
  if (existsSync(target)) return target;
  const { dir, base } = path.parse(target);
  const unfinished = path.join(dir, `.${String(process.pid)}-${base}`); // the extension stays: it says how to write
  await mkdir(dir, { recursive: true });
  try {
    await make(unfinished);
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return target;
}
