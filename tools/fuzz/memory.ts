/** The most memory that a piece of work held at any moment, where the system tells. */
import { readFileSync, writeFileSync } from 'node:fs';

/** Bytes resident now. */
function resident(): number {
  return process.memoryUsage.rss();
}

/** Linux forgets the highest mark when it is asked to; elsewhere the mark of the whole process is all there is. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // not Linux, or a container that does not allow it
  }
}

function peak(): number {
  try {
    const found = /^VmHWM:\s+(\d+) kB/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (found !== undefined) return Number(found) * 1024;
  } catch {
    // not Linux
  }
  return process.resourceUsage().maxRSS * 1024;
}

/** Bytes by which resident memory grew during `work` at its highest. */
export async function growthDuring(work: () => Promise<void>): Promise<number> {
  forgetPeak();
  const before = resident();
  await work();
  return Math.max(0, peak() - before);
}
