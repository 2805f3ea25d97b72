/** What Linux lets this process's control group, and each one above it, have of memory: a container's limit, a service's. Both versions of control groups. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MemoryGroup {
  readonly limit: number; // bytes
  /** Bytes in use, without files that the system would give back. */
  readonly used: number;
}

/** Undefined for what is not there or may not be read. */
export type ReadText = (path: string) => string | undefined;

/** A group's folder. */
interface Place {
  readonly version: 1 | 2;
  readonly folder: string;
}

/** Version 1 says "no limit" by the largest number of whole pages. */
const absurd = 2 ** 60;

/** Those that have a limit, from the process's own upwards; none where the system knows no control groups. */
export function memoryGroups(read: ReadText = readText): readonly MemoryGroup[] {
  return placesOf(read)
    .map((place) => (place.version === 2 ? second(place.folder, read) : first(place.folder, read)))
    .filter(({ limit }) => limit < absurd);
}

/** Call the result for whether the system has ended a process of this group (without groups: of this computer) for want of memory since; false where it does not say. */
export function watchMemoryEnds(read: ReadText = readText): () => boolean {
  const before = endedForMemory(read);
  return () => (endedForMemory(read) ?? 0) > (before ?? Infinity);
}

function endedForMemory(read: ReadText): number | undefined {
  const [own] = placesOf(read);
  const file = own?.version === 1 ? 'memory.oom_control' : 'memory.events';
  const ofGroup = own === undefined ? undefined : numberAfter('oom_kill', read(join(own.folder, file)));
  return ofGroup ?? numberAfter('oom_kill', read('/proc/vmstat'));
}

function second(folder: string, read: ReadText): MemoryGroup {
  const limits = ['memory.max', 'memory.high'].map((name) => numberIn(read(join(folder, name))) ?? Infinity);
  const all = numberIn(read(join(folder, 'memory.current'))) ?? 0;
  return {
    limit: Math.min(...limits),
    used: withoutFiles(all, '', read(join(folder, 'memory.stat'))),
  };
}

function first(folder: string, read: ReadText): MemoryGroup {
  const all = numberIn(read(join(folder, 'memory.usage_in_bytes'))) ?? 0;
  return {
    limit: numberIn(read(join(folder, 'memory.limit_in_bytes'))) ?? Infinity,
    used: withoutFiles(all, 'total_', read(join(folder, 'memory.stat'))),
  };
}

/** What was read or written of files counts as the group's, although it is given back before anything is refused. */
function withoutFiles(all: number, prefix: string, statistics: string | undefined): number {
  const files = ['inactive_file', 'active_file'].map((name) => numberAfter(prefix + name, statistics) ?? 0);
  return Math.max(0, all - files.reduce((sum, bytes) => sum + bytes, 0));
}

/** From the process's own group up to the topmost that can be seen. */
function placesOf(read: ReadText): Place[] {
  const [groups, mounts] = [read('/proc/self/cgroup'), read('/proc/self/mountinfo')];
  if (groups === undefined || mounts === undefined) return [];
  const own = groups.split('\n').map((line) => /^\d+:([^:]*):(\/.*)$/.exec(line) ?? []);
  const ofMemory = own.find(([, controllers]) => controllers?.split(',').includes('memory') === true);
  // Where both versions are there, memory belongs to the first.
  const version = ofMemory === undefined ? 2 : 1;
  const path = (ofMemory ?? own.find(([, controllers]) => controllers === ''))?.[2];
  const mount = mountsIn(mounts).find((each) => each.version === version);
  if (path === undefined || mount === undefined) return [];
  const folders: string[] = [];
  for (let below = belowRoot(path, mount.root); ; below = below.slice(0, below.lastIndexOf('/'))) {
    folders.push(join(mount.folder, below));
    if (below === '') break;
  }
  return folders.map((folder) => ({ version, folder }));
}

interface Mount extends Place {
  /** The group that is seen at `folder`: inside a container not the topmost one. */
  readonly root: string;
}

function mountsIn(text: string): Mount[] {
  return text.split('\n').flatMap((line): Mount[] => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root = '', folder = ''] = before.split(' ').map(unescaped);
    const [kind, , options = ''] = after.split(' ');
    if (kind === 'cgroup2') return [{ version: 2, root, folder }];
    return kind === 'cgroup' && options.split(',').includes('memory') ? [{ version: 1, root, folder }] : [];
  });
}

/** '' for the group that is mounted itself; '/a/b' below it. A group outside of what is mounted cannot be seen: the mounted one must do. */
function belowRoot(path: string, root: string): string {
  const start = root === '/' ? '' : root;
  const below = path === start || path.startsWith(`${start}/`) ? path.slice(start.length) : '';
  return below === '/' || below.split('/').includes('..') ? '' : below;
}

const unescaped = (word: string): string =>
  word.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

function numberIn(text: string | undefined): number | undefined {
  return text === undefined || !/^\d+\s*$/.test(text) ? undefined : Number(text);
}

function numberAfter(name: string, text: string | undefined): number | undefined {
  return numberIn(
    text
      ?.split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1),
  );
}

function readText(path: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
