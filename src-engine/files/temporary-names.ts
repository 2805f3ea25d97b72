/** Names of files that are not whole yet, and the removal of those whose process was killed. */
import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { processLives } from './process-lives.ts';

/** Ends the name of every file that is not whole yet. */
export const temporarySuffix = '.tmp';

/** A folder may be shared with another computer, whose processes nobody can see from here: only this one's are judged. */
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** `NAME.HOST-PID-RANDOM.tmp` beside the target, another one at every call. */
export const temporaryOf = (target: string): string =>
  `${target}.${host}-${process.pid}-${randomUUID().slice(0, 8)}${temporarySuffix}`;

/** Targets beside which this process has looked already. */
const looked = new Set<string>();

/**
 * Removes what killed processes of this computer left of the same target. Once a target: whoever dies later is met by another process.
 * It never fails, for the file itself is whole by then.
 */
export async function removeAbandoned(target: string): Promise<void> {
  if (looked.has(target)) return;
  looked.add(target);
  const folder = dirname(target);
  const start = `${basename(target)}.${host}-`;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(start) || !name.endsWith(temporarySuffix)) continue;
    const pid = Number.parseInt(name.slice(start.length), 10);
    if (pid > 0 && !processLives(pid)) await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}
