/** Answers as files: what was asked of which picture, both answers, what each cost and who made it. Pure. */
import { methodOf } from '../../src-engine/reduction/methods.ts';
import { csvText, type Cell } from '../../src-engine/report/csv.ts';
import { formatBytes, formatMs, formatRate } from '../../src-engine/report/units.ts';
import { idlePair, standingOf, wordsOf, type AnswerPair, type Standing } from '../state/run.ts';
import type { AppState } from '../state/store.ts';

interface Row {
  readonly picture: string; // of several: their names in order
  /** From 1; of a single question 1. */
  readonly turn: number;
  readonly pane: string;
  readonly standing: Standing;
}

/** Whole answers, in the order of the shelf; an answer that was stopped or failed is none. */
export function answerRows({
  images,
  answers,
  turns,
}: Pick<AppState, 'images' | 'answers' | 'turns'>): readonly Row[] {
  const open = images.map(({ id }) => id);
  const several = Object.keys({ ...answers, ...turns }).filter((key) => !open.includes(key));
  return [...open, ...several].flatMap((key) => {
    const name = images.find(({ id }) => id === key)?.name ?? '';
    const pairs: readonly AnswerPair[] = [...(turns[key] ?? []), answers[key] ?? idlePair];
    return pairs.flatMap((pair, index) => rowsOf(pair, name, index + 1));
  });
}

function rowsOf(pair: AnswerPair, name: string, turn: number): readonly Row[] {
  const panes = [
    ['All tokens', pair.full],
    ['Merged tokens', pair.merged],
  ] as const;
  return panes.flatMap(([pane, run]) => {
    const standing = standingOf(run);
    if (standing === null) return [];
    const { pictures } = standing.asked;
    const picture = pictures?.map((each, at) => `${at + 1}. ${each.name}`).join(', ') ?? name;
    return [{ picture, turn, pane, standing }];
  });
}

const head = [
  ...['picture', 'question', 'pane', 'method', 'virtual_unmerging', 'answer', 'visual_tokens'],
  ...['full_visual_tokens', 'preprocess_ms', 'encode_ms', 'project_ms', 'prefill_ms', 'first_token_ms'],
  ...['decode_ms', 'tokens_per_second', 'peak_memory_bytes', 'model', 'device', 'precision', 'computer'],
  ...['turn', 'tokens_per_picture'],
] as const;

export function answersCsv(rows: readonly Row[]): string {
  return csvText([head, ...rows.map(cellsOf)]);
}

function cellsOf({ picture, turn, pane, standing }: Row): readonly Cell[] {
  const { asked } = standing;
  const { visualTokens, fullVisualTokens } = standing.kind === 'done' ? standing.result : standing.answer;
  const cost = costOf(standing);
  const { device, precision } = standing.kind === 'done' ? standing.result : standing.machine;
  return [
    ...[picture, asked.question, pane, methodWords(standing), asked.virtualUnmerging ? 'yes' : 'no'],
    ...[wordsOf(standing), visualTokens, fullVisualTokens],
    ...[cost.preprocessMs, cost.encodeMs, cost.projectMs, cost.prefillMs, cost.firstTokenMs, cost.decodeMs],
    ...[cost.tokensPerSecond, cost.peakMemoryBytes, asked.model, device, precision],
    computerOf(standing) ?? 'this computer',
    ...[turn, sharesOf(standing).join(' + ')],
  ];
}

/** Tokens of each of several pictures. */
function sharesOf(standing: Standing): readonly number[] {
  return standing.kind === 'done' ? (standing.result.shares ?? []).map(({ tokens }) => tokens) : [];
}

function costOf(standing: Standing) {
  if (standing.kind === 'recorded') return standing.answer.cost;
  const { timings, peakMemoryBytes } = standing.result;
  return { ...timings, peakMemoryBytes };
}

function methodWords({ asked: { reduction } }: Standing): string {
  return methodOf(reduction).words(reduction, null);
}

function computerOf(standing: Standing): string | null {
  if (standing.kind === 'recorded') return standing.machine.processor;
  return standing.origin?.processor ?? null;
}

/** One section a picture and question. */
export function answersMarkdown(rows: readonly Row[]): string {
  const sections = new Map<string, Row[]>();
  for (const row of rows) {
    const about = JSON.stringify([row.picture, row.turn, row.standing.asked.question]);
    sections.set(about, [...(sections.get(about) ?? []), row]);
  }
  const parts = [...sections.values()].map((group) => {
    const [first] = group;
    if (first === undefined) return '';
    const { picture, turn, standing } = first;
    return [
      ...(turn === 1 ? [`## ${inline(picture)}`] : [`### Turn ${turn}`]),
      `**${inline(standing.asked.question)}**`,
      ...group.map(paragraphOf),
      `Model: ${inline(standing.asked.model)}`,
    ].join('\n\n');
  });
  return `${['# Answers', ...parts].join('\n\n')}\n`;
}

function paragraphOf({ pane, standing }: Row): string {
  const { visualTokens, fullVisualTokens } = standing.kind === 'done' ? standing.result : standing.answer;
  const { device, precision } = standing.kind === 'done' ? standing.result : standing.machine;
  const cost = costOf(standing);
  const shares = sharesOf(standing);
  const computer = computerOf(standing);
  const quoted = wordsOf(standing)
    .split('\n')
    .map((line) => `> ${inline(line)}`)
    .join('\n');
  const figures = [
    `${visualTokens} of ${fullVisualTokens} visual tokens${shares.length === 0 ? '' : ` (${shares.join(' + ')})`}`,
    `first token ${formatMs(cost.firstTokenMs)}`,
    formatRate(cost.tokensPerSecond),
    `peak ${formatBytes(cost.peakMemoryBytes)}`,
    `${device}, ${precision}`,
    ...(computer === null ? [] : [`on ${inline(computer)}`]),
  ];
  return `${pane} (${inline(methodWords(standing))}):\n\n${quoted}\n\n${figures.join(' · ')}`;
}

/** Text of a model or of a file, without meaning for Markdown. */
function inline(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|]/gu, (sign) => `\\${sign}`).replaceAll(/\s+/gu, ' ');
}
