/** Remembers that a database file is as this program left it, or was found whole a moment ago, so that a large one is not looked through at every start. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { forOwner } from '../files/for-owner.ts';

const stateSchema = z.strictObject({ bytes: z.number(), modifiedMs: z.number(), inode: z.number() });
type State = z.infer<typeof stateSchema>;

/**
 * Whether nobody has changed it since a program that had it open closed it. What tells is taken away: where this process ends over what it
 * reads, the next one looks.
 */
export function takeAsLeft(file: string): boolean {
  try {
    const told = stateSchema.parse(JSON.parse(readFileSync(placeOf(file), 'utf8')));
    rmSync(placeOf(file));
    const now = stateOf(file);
    return now?.bytes === told.bytes && now.modifiedMs === told.modifiedMs && now.inode === told.inode;
  } catch {
    return false; // it may not be taken, or says nothing
  }
}

/** Of a file that was looked through when it was opened, and is not written any more. Nothing is said while its log holds something. */
export function leave(file: string): void {
  try {
    const state = stateOf(file);
    if (state !== undefined) writeFileSync(placeOf(file), JSON.stringify(state), { mode: forOwner.file });
  } catch {
    // It is looked through again, then.
  }
}

/** Undefined while there is a log that holds something: its changes are not in the file. */
function stateOf(file: string): State | undefined {
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return undefined;
  const { size, mtimeMs, ino } = statSync(file);
  return { bytes: size, modifiedMs: mtimeMs, inode: ino };
}

/** Tells this very file from any that is put in its place, whatever is written to it; a file system that knows no time of birth gives another mark after each writing. */
export function markOf(file: string): string {
  const { dev, ino, birthtimeNs } = statSync(file, { bigint: true });
  return [dev, ino, birthtimeNs].join(':');
}

const placeOf = (file: string): string => `${file}-whole`;
