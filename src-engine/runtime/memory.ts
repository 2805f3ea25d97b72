/** Memory of this process: its peak between two moments, and what it could still get. Linux counts the peak for us; elsewhere we sample. */
import { readFileSync, writeFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { memoryGroups, type MemoryGroup } from '../files/memory-groups.ts';

export interface MemoryRoom {
  readonly available: number; // bytes, now
  readonly total: number; // bytes that this process may ever have
  /** That is not the computer's memory but a limit for a container, a service or the like. */
  readonly limited?: boolean;
}

/**
 * Node's own numbers (20 to 24) see the limit of the innermost group alone, take files that were read for memory in use, and forget the rest of
 * the computer where there is a limit.
 *
 * @param computer free and all memory of the computer, bytes
 */
export function memoryRoom(
  computer: { readonly free: number; readonly total: number } = { free: freemem(), total: totalmem() },
  groups: readonly MemoryGroup[] = memoryGroups(),
): MemoryRoom {
  const total = Math.min(computer.total, ...groups.map(({ limit }) => limit));
  const rooms = groups.map(({ limit, used }) => Math.max(0, limit - used));
  return {
    available: Math.min(computer.free, ...rooms),
    total,
    ...(total < computer.total ? { limited: true } : {}),
  };
}

export interface PeakMeter {
  /** Call at stage boundaries; without a kernel counter the peak is the largest of these samples. */
  sample(): void;
  /** Bytes. */
  peak(): number;
}

/** Starts counting anew. The kernel's high-water mark is reset where it can be, so that two answers in one process do not share a peak. */
export function startPeakMeter(): PeakMeter {
  const counted = resetKernelPeak();
  let largest = process.memoryUsage.rss();
  const sample = (): void => {
    largest = Math.max(largest, process.memoryUsage.rss());
  };
  return {
    sample,
    peak() {
      sample();
      return Math.max(largest, counted ? kernelPeak() : 0);
    },
  };
}

function resetKernelPeak(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false; // not permitted in this sandbox; samples remain
  }
}

function kernelPeak(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kilobytes === undefined ? 0 : Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}
