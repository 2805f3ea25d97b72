/** An evaluation as a CSV table with one row per mode. Pure. */
import type { EvaluatedMode, EvaluateResult } from '../../engine.ts';
import { csvText, type Cell } from '../csv.ts';

const columns: readonly (readonly [name: string, value: (row: EvaluatedMode) => Cell])[] = [
  ['mode', ({ mode }) => mode],
  ['n', ({ n }) => n],
  ['accuracy', ({ accuracy }) => accuracy],
  ['accuracy_low', ({ ci }) => ci[0]],
  ['accuracy_high', ({ ci }) => ci[1]],
  ['retention', ({ retention }) => retention],
  ['retention_low', ({ retentionCi }) => retentionCi?.[0] ?? null],
  ['retention_high', ({ retentionCi }) => retentionCi?.[1] ?? null],
  ['difference', ({ difference }) => difference?.value ?? null],
  ['difference_low', ({ difference }) => difference?.ci[0] ?? null],
  ['difference_high', ({ difference }) => difference?.ci[1] ?? null],
  ['tokens_mean', ({ tokens }) => tokens.mean],
  ['tokens_std', ({ tokens }) => tokens.std],
  ['cut', ({ cut }) => cut],
  ['pareto', ({ pareto }) => Number(pareto)],
  ['changed', ({ changed }) => changed?.answers ?? null],
  ['changed_better', ({ changed }) => changed?.better ?? null],
  ['changed_worse', ({ changed }) => changed?.worse ?? null],
  ['equal_to', ({ equalTo }) => equalTo?.mode ?? null],
  ['equal_tokens', ({ equalTo }) => equalTo?.tokens ?? null],
  ['equal_difference', ({ equalTo }) => equalTo?.difference.value ?? null],
  ['equal_difference_low', ({ equalTo }) => equalTo?.difference.ci[0] ?? null],
  ['equal_difference_high', ({ equalTo }) => equalTo?.difference.ci[1] ?? null],
];

/** The same in every row, so that tables of several runs can be joined. */
const runColumns: readonly (readonly [name: string, value: (result: EvaluateResult) => Cell])[] = [
  ['set', ({ set }) => set],
  ['split', ({ split }) => split],
  ['scorer', ({ scorer }) => scorer],
  ['device', ({ device }) => device],
  ['precision', ({ precision }) => precision],
  ['tower', ({ tower = 'fp32' }) => tower],
  ['image_backend', ({ imageBackend }) => imageBackend],
  ['image_route', ({ imageRoute }) => imageRoute],
];

const kindColumns: readonly (readonly [name: string, value: (row: EvaluatedMode, kind: string) => Cell])[] = [
  ['', ({ byKind }, kind) => byKind[kind] ?? null],
  [':low', ({ kindIntervals }, kind) => kindIntervals?.[kind]?.ci[0] ?? null],
  [':high', ({ kindIntervals }, kind) => kindIntervals?.[kind]?.ci[1] ?? null],
  [':difference', ({ kindIntervals }, kind) => kindIntervals?.[kind]?.difference?.value ?? null],
  [':difference_low', ({ kindIntervals }, kind) => kindIntervals?.[kind]?.difference?.ci[0] ?? null],
  [':difference_high', ({ kindIntervals }, kind) => kindIntervals?.[kind]?.difference?.ci[1] ?? null],
];

/** Lines end as RFC 4180 says; what is not known is an empty field. Further figures follow as columns `figure:NAME`, kinds as `kind:NAME`, with the ends of their intervals and what they differ from `full` behind it. */
export function evaluationCsv(result: EvaluateResult): string {
  const { rows } = result;
  const figures = [...new Set(rows.flatMap((row) => Object.keys(row.figures ?? {})))];
  const kinds = [...new Set(rows.flatMap(({ byKind }) => Object.keys(byKind)))];
  const head = [
    ...columns.map(([name]) => name),
    ...runColumns.map(([name]) => name),
    ...figures.map((name) => `figure:${name}`),
    ...kinds.flatMap((kind) => kindColumns.map(([name]) => `kind:${kind}${name}`)),
  ];
  const lines = rows.map((row) => [
    ...columns.map(([, value]) => value(row)),
    ...runColumns.map(([, value]) => value(result)),
    ...figures.map((name) => row.figures?.[name] ?? null),
    ...kinds.flatMap((kind) => kindColumns.map(([, value]) => value(row, kind))),
  ]);
  return csvText([head, ...lines]);
}
