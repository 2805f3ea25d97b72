/** Who has taken a job, and whether that process still lives. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { processLives } from '../files/process-lives.ts';

export interface Lease {
  readonly owner: string; // of one engine: a process may hold several
  readonly host: string;
  readonly pid: number;
}

/** A native run blocks its thread, and with it the signs of life; none is nearly as long as this. */
const silenceMs = 120_000;
/** Time between two signs of life. */
export const beatMs = 5_000;

export function newLease(): Lease {
  return { owner: randomUUID(), host: hostname(), pid: process.pid };
}

/** @param alive whether a process of this computer lives */
export function isTaken(
  { host, pid, beatMs: last }: Lease & { readonly beatMs: number },
  now: number,
  alive: (pid: number) => boolean = processLives,
): boolean {
  if (now - last > silenceMs) return false;
  // A data folder may be shared with another computer, whose processes nobody can see from here.
  return host !== hostname() || alive(pid);
}
