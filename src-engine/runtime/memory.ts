/** Memory of this process: its peak between two moments, and what it could still get. Linux counts the peak for us; elsewhere we sample. */
import { readFileSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';

export interface MemoryRoom {
  readonly available: number; // bytes, now
  readonly total: number; // bytes that this process may ever have
}

/** Counts a container's limit where there is one. */
export function memoryRoom(): MemoryRoom {
  const limit = process.constrainedMemory();
  const machine = totalmem();
  const total = limit > 0 ? Math.min(limit, machine) : machine; // without a limit the system reports 0 or an absurd number
  return { available: Math.min(process.availableMemory(), total), total };
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
