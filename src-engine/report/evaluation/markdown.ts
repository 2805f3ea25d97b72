/** An evaluation as a page of Markdown: what was asked of which model, the retention table, the same by kind, how it was measured, and changed answers. Pure. */
import type { EvaluatedMode, EvaluateResult } from '../../engine.ts';
import { changedAnswers } from './changed-answers.ts';
import { figureName, figureText } from './figure-words.ts';
import { measures } from './measures.ts';

/** Of each mode; the JSON document has them all. */
const mostChanged = 20;

/** When and by what a result was made. */
export interface Made {
  readonly program: string; // version
  readonly date: Date;
}

export function evaluationMarkdown(result: EvaluateResult, made: Made): string {
  const sections = [
    heading(result),
    about(result, made),
    retentionTable(result),
    figuresTable(result),
    kindsTable(result),
    howMeasured(result),
    ...result.rows.map((row) => changedSection(result, row)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading({ model, questions, images, data, set, split }: EvaluateResult): string {
  const name = set === 'jsonl' ? fileName(data) : `${set}${split === null ? '' : ` ${split}`}`;
  return `# ${text(model)} on ${text(name)}: ${questions} questions about ${images} images`;
}

/** Everything that somebody needs who wants to measure it again. */
function about(result: EvaluateResult, { program, date }: Made): string {
  const { model, encoderFingerprint, data, set, split, rows } = result;
  const layout = set === 'jsonl' ? '' : ` (${set}${split === null ? '' : `, ${text(split)}`})`;
  const encoder = encoderFingerprint === undefined ? '' : `, encoder ${code(encoderFingerprint)}`;
  return table(
    ['', ''],
    [
      ['Data', `${text(fileName(data))}${layout}`],
      ['Model', `${text(model)}${encoder}`],
      ['Budgets', rows.map(({ mode }) => code(mode)).join(', ')],
      ['Made', `DyMU Explorer ${text(program)}, ${date.toISOString().slice(0, 10)}`],
    ],
  );
}

/** Paths are of one machine, and may name a person. */
const fileName = (path: string): string => path.split(/[\\/]/).filter(Boolean).slice(-2).join('/');

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

/** Kind by kind, so that modes stand below one another. */
function kindsTable({ rows, kinds, scorer }: EvaluateResult): string {
  const names = Object.keys(kinds);
  if (names.length === 0) return '';
  const full = rows.find(({ mode }) => mode === 'full');
  const lines = names.flatMap((kind) =>
    rows.flatMap(({ mode, byKind, kindIntervals }) => {
      const [mine, all, more] = [byKind[kind], full?.byKind[kind], kindIntervals?.[kind]];
      if (mine === undefined) return [];
      const held = mode === 'full' || all === undefined || all === 0 ? '' : share(mine / all);
      const against = mode === 'full' ? null : (more?.difference ?? null);
      return [
        [
          `${text(kind)} (${kinds[kind] ?? 0})`,
          code(mode),
          more === undefined ? share(mine) : `${share(mine)} (${share(more.ci[0])} to ${share(more.ci[1])})`,
          held,
          against === null ? '' : difference(against),
        ],
      ];
    }),
  );
  const head = [
    'kind (questions)',
    'mode',
    `${measures[scorer].name}, %`,
    'retention, %',
    'difference from full, points',
  ];
  return `By kind of question:\n\n${table(head, lines)}`;
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
    '_Mode_: `full` keeps all tokens; `dymu` merges as many as the content of each image allows, for an average; `rows` (ours, not the paper’s) does so with rows of the language model; `tome`, `pool`, `visionzip` and `dart` keep the number named in every image; `no-vtu` is without virtual unmerging. _Tokens_: mean and standard deviation. _Retention_: what is kept of the result of `full`. _Changed_: answers in other words than those of `full`, and how many of them score more or less.',
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
