/** An evaluation on a terminal: the retention table, further figures of the scorer, then the same by kind of question. Pure. */
import type { EvaluatedMode, EvaluateResult } from '../engine.ts';
import { figureName, figureText } from '../report/evaluation/figure-words.ts';
import { measures } from '../report/evaluation/measures.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** Behind a number stand the ends of its 95 % interval. */
export function evaluationInWords(result: EvaluateResult): string {
  const figures = figuresInWords(result.rows);
  const kinds = kindsInWords(result);
  const left = result.refused?.length ?? 0;
  const { model, questions, images, device, precision } = result;
  return [
    retentionInWords(result),
    ...frontInWords(result),
    ...result.rows.flatMap(equalInWords),
    ...(figures === undefined ? [] : ['', 'in percent of the questions', figures]),
    ...(kinds === undefined ? [] : ['', kinds]),
    '',
    `${model}: ${count(questions, 'question')} about ${count(images, 'image')} on ${device}, ${precision}${left === 0 ? '' : `; ${left} left out`}`,
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
    [['mode', 'tokens', measures[scorer].name, 'retention', 'difference'], ...lines],
    ['left', 'right', 'right', 'right', 'right'],
  );
}

/** Modes that no other one beats; said where some mode is beaten. */
function frontInWords({ rows }: EvaluateResult): string[] {
  const front = rows.filter(({ pareto }) => pareto).map(({ mode }) => mode);
  return front.length === rows.length ? [] : [`on the front of accuracy and tokens: ${front.join(', ')}`];
}

function equalInWords({ mode, equalTo }: EvaluatedMode): string[] {
  if (equalTo === undefined) return [];
  const { mode: other, tokens, difference } = equalTo;
  const [low, high] = difference.ci;
  return [
    `${mode} at the ${tokens.toFixed(1)} tokens of ${other}: ${points(difference.value)} (${points(low)} to ${points(high)}) to ${other}`,
  ];
}

/** Undefined for a scorer that has no more than its score. */
function figuresInWords(rows: readonly EvaluatedMode[]): string | undefined {
  const names = Object.keys(rows[0]?.figures ?? {});
  if (names.length === 0) return undefined;
  const lines = rows.map(({ mode, figures }) => [
    mode,
    ...names.map((name) => figureText(name, figures?.[name] ?? null).replace(/ %$/, '')),
  ]);
  const head = ['mode', ...names.map(figureName)];
  return table([head, ...lines], ['left', ...names.map(() => 'right' as const)]);
}

const mostNamed = 10;

/** Sentences that name the lines left out, as an editor finds them; of many only the first ones, --json has them all. */
export function refusedInWords({ data, refused = [] }: EvaluateResult): string[] {
  const more = refused.length - mostNamed;
  return [
    ...refused
      .slice(0, mostNamed)
      .map(({ file = data, line, reason }) => `  ${printable(`${file}:${line}: ${reason}`)}`),
    ...(more > 0 ? [`  and ${more} more; --json has them all.`] : []),
  ];
}

/** Undefined where no question has a kind. Kind by kind, so that modes stand below one another. */
function kindsInWords({ rows, kinds, scorer }: EvaluateResult): string | undefined {
  const names = [...new Set(rows.flatMap(({ byKind }) => Object.keys(byKind)))];
  if (names.length === 0) return undefined;
  const lines = names.flatMap((kind) =>
    rows.flatMap(({ mode, byKind, kindIntervals }) => {
      const [mine, more] = [byKind[kind], kindIntervals?.[kind]];
      if (mine === undefined) return [];
      const range = more === undefined ? '' : ` (${share(more.ci[0])} to ${share(more.ci[1])})`;
      const difference = mode === 'full' ? null : (more?.difference ?? null);
      const against =
        difference === null
          ? '-'
          : `${points(difference.value)} (${points(difference.ci[0])} to ${points(difference.ci[1])})`;
      return [[printable(kind), String(kinds[kind] ?? '-'), mode, `${share(mine)} %${range}`, against]];
    }),
  );
  const head = ['kind', 'questions', 'mode', measures[scorer].name, 'difference'];
  return table([head, ...lines], ['left', 'right', 'left', 'right', 'right']);
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

const share = (value: number): string => (100 * value).toFixed(1);

function points(value: number): string {
  const text = share(value);
  if (Number(text) === 0) return '0.0';
  return value > 0 ? `+${text}` : text;
}
