/** An evaluation as a page of Markdown: the retention table, accuracy and retention by kind, how it was measured, and changed answers. Pure. */
import type { EvaluatedMode, EvaluateResult } from '../../engine.ts';
import { changedAnswers } from './changed-answers.ts';
import { figureName, figureText } from './figure-words.ts';
import { measures } from './measures.ts';

/** Of each mode; the JSON document has them all. */
const mostChanged = 20;

export function evaluationMarkdown(result: EvaluateResult): string {
  const sections = [
    heading(result),
    retentionTable(result),
    figuresTable(result),
    kindsTable(result),
    howMeasured(result),
    ...result.rows.map((row) => changedSection(result, row)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading({ model, questions, images, set, split }: EvaluateResult): string {
  const name = set === 'jsonl' ? '' : ` of ${set}${split === null ? '' : ` ${split}`}`;
  return `# ${text(model)}: ${questions} questions${name} about ${images} images`;
}

function retentionTable({ rows, scorer }: EvaluateResult): string {
  return table(
    [
      'mode',
      'tokens',
      `${measures[scorer].name}, %`,
      'retention, %',
      'difference from full, points',
      'front',
      'changed',
    ],
    rows.map((row) => [
      modeText(row),
      `${row.tokens.mean.toFixed(1)} ± ${row.tokens.std.toFixed(1)}`,
      `${share(row.accuracy)} (${share(row.ci[0])} to ${share(row.ci[1])})`,
      row.retention === null ? '' : share(row.retention),
      row.difference === null || row.mode === 'full' ? '' : difference(row.difference),
      row.pareto ? 'yes' : '',
      row.changed === null || row.mode === 'full' ? '' : changedText(row.changed),
    ]),
  );
}

function modeText({ mode, equalTo }: EvaluatedMode): string {
  return equalTo === undefined
    ? code(mode)
    : `${code(mode)}, at the ${equalTo.tokens.toFixed(1)} tokens of ${code(equalTo.mode)}: ${difference(equalTo.difference)} to it`;
}

function changedText({ answers, better, worse }: NonNullable<EvaluatedMode['changed']>): string {
  return `${answers}: ${better} better, ${worse} worse`;
}

function figuresTable({ rows }: EvaluateResult): string {
  const keys = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures ?? {})))];
  if (keys.length === 0) return '';
  return table(
    ['mode', ...keys.map(figureName)],
    rows.map(({ mode, figures }) => [
      code(mode),
      ...keys.map((key) => figureText(key, figures?.[key] ?? null)),
    ]),
  );
}

/** Accuracy, and in brackets what is kept of that of `full`. */
function kindsTable({ rows, kinds, scorer }: EvaluateResult): string {
  const names = Object.keys(kinds);
  if (names.length === 0) return '';
  const full = rows.find(({ mode }) => mode === 'full');
  const cell = ({ mode, byKind }: EvaluatedMode, kind: string): string => {
    const [mine, all] = [byKind[kind], full?.byKind[kind]];
    if (mine === undefined) return '';
    return mode === 'full' || all === undefined || all === 0
      ? share(mine)
      : `${share(mine)} (${share(mine / all)})`;
  };
  const lines = rows.map((row) => [code(row.mode), ...names.map((kind) => cell(row, kind))]);
  const head = ['mode', ...names.map((kind) => `${text(kind)} (${kinds[kind] ?? 0})`)];
  return `By kind of question, ${measures[scorer].name} in percent and in brackets what is kept of it:\n\n${table(head, lines)}`;
}

function howMeasured(result: EvaluateResult): string {
  const {
    device,
    precision,
    tower = 'fp32',
    imageBackend,
    imageRoute,
    scorer,
    instruction,
    notes = [],
  } = result;
  const asked = instruction === undefined ? 'as they stand' : `with "${text(instruction)}" behind them`;
  return [
    '_Mode_: `full` keeps all tokens; `dymu` merges as many as the content of each image allows, for an average; `tome`, `pool` and `visionzip` keep the number named in every image; `no-vtu` is without virtual unmerging. _Tokens_: mean and standard deviation. _Retention_: what is kept of the result of `full`. _Changed_: answers in other words than those of `full`, and how many of them score more or less.',
    `Scorer ${code(scorer)}; questions asked ${asked}; ${text(device)}, language model in ${precision}, encoder in ${tower}; images by ${imageBackend}, ${imageRoute}.`,
    'In brackets behind accuracies and differences stand 95 % intervals from 2000 resamples of images, paired for differences: one that holds 0 may be chance. _Front_: no other mode is as right with as few tokens and better in one of both.',
    ...notes.map(text),
  ].join('\n\n');
}

function changedSection(result: EvaluateResult, { mode }: EvaluatedMode): string {
  if (mode === 'full') return '';
  const changed = changedAnswers(result, mode);
  if (changed.length === 0) return '';
  const more = changed.length - mostChanged;
  const lines = changed
    .slice(0, mostChanged)
    .map(({ question, before, after }) => [
      text(question.id),
      text(question.image),
      text(question.question),
      `${text(before.text)} (${share(before.score)})`,
      `${text(after.text)} (${share(after.score)})`,
    ]);
  const rest = more > 0 ? `\n\nand ${more} more` : '';
  return `## Answers that ${code(mode)} changed\n\n${table(['id', 'image', 'question', 'full', mode], lines)}${rest}`;
}

const share = (value: number): string => (100 * value).toFixed(1);

function points(value: number): string {
  const said = share(value);
  if (Number(said) === 0) return '0.0';
  return value > 0 ? `+${said}` : said;
}

function difference({ value, ci }: NonNullable<EvaluatedMode['difference']>): string {
  return `${points(value)} (${points(ci[0])} to ${points(ci[1])})`;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n');
}

/** Nothing in it is taken for Markdown or for a new cell. */
function text(words: string): string {
  return words
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>()#+!|~-]/g, String.raw`\$&`)
    .trim();
}

const code = (words: string): string => `\`${words.replace(/[`|\s]/g, ' ')}\``;
