/** Where the time until the first token goes, stage by stage, as every face draws it. Pure. */
import type { BenchReport, BenchTimes } from '../engine.ts';

export const benchStages = ['preprocess', 'encode', 'project', 'prefill'] as const;
export type BenchStageName = (typeof benchStages)[number];

export interface StageRow {
  readonly label: string;
  readonly kind: 'full' | 'merged';
  readonly totalMs: number;
  readonly stages: readonly {
    readonly name: BenchStageName;
    readonly ms: number;
    readonly share: number; // 0..1 of the longest row
  }[];
}

/** All rows on one scale; for an encoder alone its own time. */
export function stageRows({ plain, budgets, preprocess }: BenchReport): readonly StageRow[] {
  const rows = [
    { label: 'All tokens', kind: 'full' as const, times: { ...plain, preprocess } },
    ...budgets.map((row) => ({
      label: `${Math.round(row.budget * 100)} %`,
      kind: 'merged' as const,
      times: { ...row, preprocess },
    })),
  ].map(({ label, kind, times }) => {
    const stages = benchStages.flatMap((name) => {
      const time: BenchTimes | undefined = times[name];
      return time === undefined ? [] : [{ name, ms: time.medianMs }];
    });
    return { label, kind, stages, totalMs: stages.reduce((sum, { ms }) => sum + ms, 0) };
  });
  const longest = Math.max(Number.EPSILON, ...rows.map(({ totalMs }) => totalMs));
  return rows.map((row) => ({
    ...row,
    stages: row.stages.map((stage) => ({ ...stage, share: stage.ms / longest })),
  }));
}
