/** The machine that measurements were made on, in words. */
import { availableParallelism, cpus, totalmem } from 'node:os';

export function machineWords(): string {
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${String(availableParallelism())} cores, ${memory}, Node ${process.versions.node}`;
}
