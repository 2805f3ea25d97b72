/** A measurement of this computer as files: a table, a document, a drawing that carries the document. Pure. */
import { benchFigure } from '../../src-engine/drawing/bench-figure.ts';
import type { BenchBudget, BenchGain, BenchReport } from '../../src-engine/engine.ts';
import { benchDocument } from '../../src-engine/report/bench-document.ts';
import { csvText, type Cell } from '../../src-engine/report/csv.ts';

export interface BenchFile {
  readonly name: string;
  readonly text: string;
}

function benchFile({ shape, towerPrecision }: BenchReport, ending: string, text: string): BenchFile {
  const name = (shape.split(/[\\/]/).at(-1) ?? shape).replaceAll(/[^\w.-]+/g, '-');
  return { name: `bench-${name}-${towerPrecision}.${ending}`, text };
}

export function benchJsonFile(report: BenchReport): BenchFile {
  return benchFile(report, 'json', `${JSON.stringify(benchDocument(report), undefined, 1)}\n`);
}

/** The figure that `dymu bench --figure` writes. */
export function benchSvgFile(report: BenchReport): BenchFile {
  return benchFile(report, 'svg', benchFigure(report));
}

const timed = ['encode', 'project', 'prefill', 'firstToken'] as const;

function gainCells(gain: BenchGain | undefined): readonly Cell[] {
  return [gain?.medianMs, gain?.minMs, gain?.maxMs, gain?.speedup, gain?.idealSpeedup, gain?.shareOfIdeal];
}

function budgetCells(row: BenchBudget): readonly Cell[] {
  return [
    row.budget,
    row.tokens,
    ...timed.flatMap((name) => gainCells(row[name])),
    row.decode?.tokensPerSecond,
    row.decode?.bandwidthShare,
    row.peakMemoryBytes,
  ];
}

/** Lines end as RFC 4180 says; the row `plain` is the graph without merging, and what was not measured is an empty field. */
export function benchCsvFile(report: BenchReport): BenchFile {
  const { plain } = report;
  const head = [
    ...['shape', 'device', 'threads', 'precision', 'tower_precision'],
    ...['budget', 'tokens'],
    ...timed.flatMap((name) =>
      ['median_ms', 'min_ms', 'max_ms', 'speedup', 'ideal_speedup', 'share_of_ideal'].map(
        (what) => `${name}_${what}`,
      ),
    ),
    ...['tokens_per_second', 'bandwidth_share', 'peak_memory_bytes'],
  ];
  const run: readonly Cell[] = [
    report.shape,
    report.device,
    report.threads,
    report.precision,
    report.towerPrecision,
  ];
  const all: readonly Cell[] = [
    'plain',
    plain.tokens,
    ...timed.flatMap((name): Cell[] => {
      const times = plain[name];
      return [times?.medianMs, times?.minMs, times?.maxMs, undefined, undefined, undefined];
    }),
    plain.decode?.tokensPerSecond,
    plain.decode?.bandwidthShare,
    plain.peakMemoryBytes,
  ];
  const rows = [head, [...run, ...all], ...report.budgets.map((row) => [...run, ...budgetCells(row)])];
  return benchFile(report, 'csv', csvText(rows));
}
