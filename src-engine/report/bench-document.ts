/** A measurement of speed as the one document that every face writes: `dymu bench --json`, the window's JSON, what a figure carries. Pure. */
import type { BenchReport } from '../engine.ts';

export interface BenchDocument extends BenchReport {
  readonly format: 'dymu-bench';
  readonly version: 1;
}

export function benchDocument(report: BenchReport): BenchDocument {
  return { format: 'dymu-bench', version: 1, ...report };
}
