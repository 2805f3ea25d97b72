/** An evaluation on a terminal: the retention table, then accuracy by kind of question. Pure. */
import type { EvaluatedMode, EvaluateResult } from '../engine.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

const measures = {
  exact: 'accuracy',
  vqa: 'VQA accuracy',
  contains: 'contained',
  anls: 'ANLS',
  'yes-no': 'F1',
} as const satisfies Record<EvaluateResult['scorer'], string>;

/** Behind a number stand the ends of its 95 % interval. */
export function evaluationInWords(result: EvaluateResult): string {
  const kinds = kindsInWords(result.rows);
  const { model, questions, images, device, precision } = result;
  return [
    retentionInWords(result),
    ...(kinds === undefined ? [] : ['', `${measures[result.scorer]} by kind of question, in percent`, kinds]),
    '',
    `${model}: ${questions} questions about ${images} pictures on ${device}, ${precision}`,
  ].join('\n');
}

function retentionInWords({ rows, scorer }: EvaluateResult): string {
  const lines = rows.map(({ mode, tokens, accuracy, ci, retention, difference }) => [
    mode,
    `${tokens.mean.toFixed(1)} ± ${tokens.std.toFixed(1)}`,
    `${share(accuracy)} % (${share(ci[0])} to ${share(ci[1])})`,
    retention === null ? '-' : `${share(retention)} %`,
    difference === null || mode === 'full'
      ? '-'
      : `${points(difference.value)} (${points(difference.ci[0])} to ${points(difference.ci[1])})`,
  ]);
  return table(
    [['mode', 'tokens', measures[scorer], 'retention', 'difference'], ...lines],
    ['left', 'right', 'right', 'right', 'right'],
  );
}

/** Undefined where no question has a kind. */
function kindsInWords(rows: readonly EvaluatedMode[]): string | undefined {
  const kinds = [...new Set(rows.flatMap(({ byKind }) => Object.keys(byKind)))];
  if (kinds.length === 0) return undefined;
  const lines = rows.map(({ mode, byKind }) => [
    mode,
    ...kinds.map((kind) => (byKind[kind] === undefined ? '-' : share(byKind[kind]))),
  ]);
  return table([['mode', ...kinds.map(printable)], ...lines], ['left', ...kinds.map(() => 'right' as const)]);
}

const share = (value: number): string => (100 * value).toFixed(1);

function points(value: number): string {
  const text = share(value);
  if (Number(text) === 0) return '0.0';
  return value > 0 ? `+${text}` : text;
}
