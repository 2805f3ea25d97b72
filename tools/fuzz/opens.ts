/** Writes down which files the code under test opens, by standing in front of Node's file functions. Native code that opens files by itself is not seen. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';

type Call = (...args: unknown[]) => unknown;

/** Functions that read contents or names; looking whether something is there reads neither. */
const readers = [
  'open',
  'openSync',
  'readFile',
  'readFileSync',
  'readdir',
  'readdirSync',
  'opendir',
  'createReadStream',
  'copyFile',
  'cp',
];

let opened: string[] | undefined;

function textOf(path: unknown): string | undefined {
  if (path instanceof URL) return path.protocol === 'file:' ? fileURLToPath(path) : undefined;
  return typeof path === 'string' ? path : undefined;
}

function watch(holder: object): void {
  for (const name of readers) {
    const original: unknown = Reflect.get(holder, name);
    if (typeof original !== 'function') continue;
    const call = original as Call;
    Reflect.set(holder, name, function (this: unknown, ...args: unknown[]): unknown {
      const path = textOf(args[0]);
      if (path !== undefined) opened?.push(path);
      return Reflect.apply(call, this, args);
    });
  }
}

/** To be called once, before the code under test is imported where that binds what it imports. */
export function watchOpens(): void {
  watch(fs);
  watch(fs.promises);
  syncBuiltinESMExports();
}

/** Real paths of what was opened during `work`; of what is gone since, the path as it was given. */
export async function openedDuring(work: () => Promise<void>): Promise<readonly string[]> {
  const mine: string[] = [];
  opened = mine;
  await work().finally(() => {
    opened = undefined;
  });
  return [...new Set(mine.map(realPath))];
}

function realPath(path: string): string {
  try {
    return fs.realpathSync(path);
  } catch {
    return path;
  }
}
