/** An evaluation in words: modes, numbers with their intervals, and what they mean. Pure. */
import type { EvaluatedMode, EvaluateResult, ModelInfo, ScorerName } from '../../src-engine/engine.ts';
import { methods } from '../../src-engine/reduction/methods.ts';
import { measures } from '../../src-engine/report/evaluation/measures.ts';
import { formatDuration, formatPercent, plural } from '../../src-engine/report/units.ts';
import type { AnswerPairOf } from '../state/evaluation/changed.ts';
import { fullMode, modeParts, modeRequest, tokensAsked } from '../state/evaluation/modes.ts';

const presets = ['low', 'mid', 'high'];

/** "DyMU low", "ToMe, 90 tokens", "Pooling at the tokens of DyMU low, without virtual unmerging". */
export function modeWords(mode: string): string {
  const parts = modeParts(mode);
  if (parts === null) return mode;
  const { label } = methods[parts.method];
  const plain = parts.virtualUnmerging ? '' : ', without virtual unmerging';
  if (parts.equalTo !== null) return `${label} at the tokens of ${modeWords(parts.equalTo)}${plain}`;
  if (parts.amount === null) return `${label}${plain}`;
  if (presets.includes(parts.amount)) return `${label} ${parts.amount}${plain}`;
  return `${label}, ${amountWords(parts.amount)}${plain}`;
}

/** As short as a chart needs: "DyMU low", "ToMe 90", "DyMU low, no VTU". */
export function shortModeWords(mode: string): string {
  const parts = modeParts(mode);
  if (parts === null) return mode;
  const { label } = methods[parts.method];
  const amount = parts.equalTo === null ? (parts.amount ?? '') : `= ${shortModeWords(parts.equalTo)}`;
  return `${label} ${shortAmount(amount)}`.trim() + (parts.virtualUnmerging ? '' : ', no VTU');
}

/** "174 tokens on average", "exactly 90 tokens"; empty where it is said already or not known. */
export function modeTokensWords(mode: string, info: ModelInfo | null): string {
  const request = modeRequest(mode);
  if (info === null) return '';
  if (request === null) return 'as many as that mode keeps, once it is answered';
  const tokens = tokensAsked(request, info);
  if (tokens === null) return '';
  const { control } = methods[request.method];
  const count = plural(tokens, 'token');
  return control === 'average' ? `${count} a view on average` : `${count} a view`;
}

/** What a mode does, for somebody who has not met it. */
export function modeHelp(mode: string): string {
  const parts = modeParts(mode);
  if (parts === null) return '';
  const { help, places } = methods[parts.method];
  const more = parts.virtualUnmerging
    ? places
    : 'Without virtual unmerging the prompt is as short as the tokens are few, and the language model does not see where they stood.';
  const equal =
    parts.equalTo === null
      ? ''
      : `It gets the mean number of tokens that ${modeWords(parts.equalTo)} has kept on these images, so that both can be compared.`;
  return [help, equal, more].filter((each) => each !== '').join(' ');
}

function amountWords(amount: string): string {
  if (amount.endsWith('%')) return `${amount.slice(0, -1)} % of the tokens`;
  const value = Number(amount);
  if (value <= 1) return `${formatPercent(value)} of the tokens`;
  return plural(value, 'token');
}

function shortAmount(amount: string): string {
  if (amount.endsWith('%')) return `${amount.slice(0, -1)} %`;
  const value = Number(amount);
  return amount !== '' && value <= 1 ? formatPercent(value) : amount;
}

export const scorerWords: readonly { readonly value: ScorerName; readonly label: string }[] = [
  { value: 'exact', label: 'the whole answer equals an accepted one' },
  { value: 'contains', label: 'an accepted answer stands in it' },
  { value: 'vqa', label: 'agreement with people (VQA)' },
  { value: 'anls', label: 'nearly the same letters (ANLS)' },
  { value: 'choice', label: 'the right option is named' },
  { value: 'yes-no', label: 'yes or no' },
  { value: 'exact:gqa', label: 'GQA’s own rule' },
  { value: 'vqa:vqav2', label: 'VQAv2’s own rule' },
  { value: 'vqa:textvqa', label: 'TextVQA’s own rule' },
  { value: 'anls:docvqa', label: 'DocVQA’s own rule' },
  { value: 'choice:scienceqa', label: 'ScienceQA’s own rule' },
  { value: 'choice:mmbench', label: 'MMBench’s own rule' },
  { value: 'yes-no:pope', label: 'POPE’s own rule' },
  { value: 'yes-no:mme', label: 'MME’s own rule' },
];

export function scorerLabel(scorer: ScorerName): string {
  return scorerWords.find(({ value }) => value === scorer)?.label ?? scorer;
}

/** A share with one decimal: "87.8 %". */
export function shareWords(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** "−1.2", "+0.4", "0.0": percentage points. */
export function pointsWords(value: number): string {
  const text = Math.abs(100 * value).toFixed(1);
  if (Number(text) === 0) return '0.0';
  return `${value < 0 ? '−' : '+'}${text}`;
}

export type Difference = 'better' | 'worse' | 'chance';

/** An interval that holds 0 leaves it open whether there is a difference at all. */
export function differenceOf(ci: readonly [number, number]): Difference {
  if (ci[0] > 0) return 'better';
  return ci[1] < 0 ? 'worse' : 'chance';
}

export function differenceWords(ci: readonly [number, number]): string {
  switch (differenceOf(ci)) {
    case 'chance':
      return 'may be chance';
    case 'better':
      return 'better';
    case 'worse':
      return 'worse';
  }
}

/** Tokens of a mode as a share of all tokens; null where all tokens were not asked. */
export function tokenShare({ rows }: EvaluateResult, { tokens }: EvaluatedMode): number | null {
  const full = rows.find(({ mode }) => mode === fullMode)?.tokens.mean;
  return full === undefined || full === 0 ? null : tokens.mean / full;
}

/** "DyMU low keeps 98 % of the accuracy with 15 % of the tokens (38.2 on average); the difference may be chance." */
export function modeSentence(result: EvaluateResult, row: EvaluatedMode): string {
  const name = modeWords(row.mode);
  const share = tokenShare(result, row);
  const mean = `${row.tokens.mean.toFixed(1)} tokens on average`;
  const measure = measures[result.scorer].name;
  if (row.mode === fullMode)
    return `${name}: ${shareWords(row.accuracy)} ${measure} (95 % interval ${intervalWords(row.ci)}), with ${mean}.`;
  if (row.retention === null || row.difference === null || share === null)
    return `${name}: ${shareWords(row.accuracy)} ${measure} (95 % interval ${intervalWords(row.ci)}), with ${mean}.`;
  const kept = `${name} keeps ${formatPercent(row.retention)} of the ${measure} with ${formatPercent(share)} of the tokens (${mean})`;
  return `${kept}; ${lossWords(row.difference)}.`;
}

function lossWords({ value, ci }: NonNullable<EvaluatedMode['difference']>): string {
  switch (differenceOf(ci)) {
    case 'chance':
      return 'the difference may be chance';
    case 'worse':
      return `it loses ${pointsWords(-value).slice(1)} points (${pointsBetween([-ci[1], -ci[0]])})`;
    case 'better':
      return `it gains ${pointsWords(value).slice(1)} points (${pointsBetween(ci)})`;
  }
}

function pointsBetween([low, high]: readonly [number, number]): string {
  return `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;
}

export function intervalWords([low, high]: readonly [number, number]): string {
  return `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;
}

/**
 * What somebody who chooses a budget wants to know first: the fewest tokens of DyMU, or else of any method, whose difference to all tokens may
 * be chance; where there is none, what keeps most.
 */
export function verdictRow({ rows }: EvaluateResult): EvaluatedMode | null {
  const reduced = rows.filter(({ mode, difference }) => mode !== fullMode && difference !== null);
  const own = reduced.filter(({ mode }) => {
    const parts = modeParts(mode);
    return parts?.method === 'dymu' && parts.virtualUnmerging;
  });
  const candidates = own.length > 0 ? own : reduced;
  const safe = candidates.filter(
    ({ difference }) => difference !== null && differenceOf(difference.ci) !== 'worse',
  );
  const [fewest] = [...safe].sort((a, b) => a.tokens.mean - b.tokens.mean);
  const [most] = [...candidates].sort((a, b) => b.accuracy - a.accuracy);
  return fewest ?? most ?? null;
}

/** The sentence over the chart. */
export function verdictWords(result: EvaluateResult): string {
  const row = verdictRow(result);
  if (row !== null) return modeSentence(result, row);
  const [only] = result.rows;
  if (only === undefined) return 'No question has been answered in every mode yet.';
  if (!result.rows.some(({ mode }) => mode === fullMode))
    return `${modeSentence(result, only)} Without the mode All tokens nothing says what was kept.`;
  return modeSentence(result, only);
}

/** "At equal tokens DyMU mid is better than ToMe by 2.1 points (0.4 to 3.9)." Of every mode that took another's tokens. */
export function equalSentences({ rows }: EvaluateResult): readonly string[] {
  return rows.flatMap(({ mode, equalTo }) => {
    if (equalTo === undefined) return [];
    const { value, ci } = equalTo.difference;
    const parts = modeParts(mode);
    const name = parts === null ? mode : methods[parts.method].label;
    const other = modeWords(equalTo.mode);
    const at = `At the ${equalTo.tokens.toFixed(1)} tokens of ${other}`;
    switch (differenceOf(ci)) {
      case 'chance':
        return `${at}, ${name} is level with it: ${pointsWords(value)} points may be chance.`;
      case 'better':
        return `${at}, ${name} is better by ${pointsWords(value).slice(1)} points (${pointsBetween(ci)}).`;
      case 'worse':
        return `${at}, ${name} is worse by ${pointsWords(value).slice(1)} points (${pointsBetween([-ci[1], -ci[0]])}).`;
    }
  });
}

/** What the figures hold for. */
export function evaluationCircumstances(result: EvaluateResult): string {
  const { model, questions, images, device, precision, tower = 'fp32', imageBackend, imageRoute } = result;
  return [
    model,
    `${plural(questions, 'question')} about ${plural(images, 'image')}`,
    `${device}, ${precision}${tower === 'fp32' ? '' : `, encoder in ${tower}`}`,
    `images by ${imageBackend}, route ${imageRoute}`,
    'intervals hold 95 % of 2,000 resamples of the images',
  ].join(' · ');
}

/** "About 12 min at the 7.4 answers a second of the last run." */
export function estimateWords(answers: number, perSecond: number | undefined): string {
  const count = plural(answers, 'answer');
  if (perSecond === undefined || perSecond <= 0)
    return `${count}; how long that takes is known once the first are given. Answers from earlier runs are taken over.`;
  return `${count}, ${formatDuration((1000 * answers) / perSecond)} at the ${perSecond.toFixed(1)} a second of this model’s last run; answers from earlier runs are taken over.`;
}

/** "partial: 1,204 of 2,700 questions are answered in every mode" */
export function partialWords({ questions, pending = 0 }: EvaluateResult): string {
  return `Partial: ${questions.toLocaleString('en')} of ${plural(questions + pending, 'question')} have an answer in every mode. Numbers and intervals still move.`;
}

/** Of a run that is done: its figures are kept by themselves, its answers are read with the questions. */
export function unreadWords(reason: string): string {
  return `The figures are those of the run; its single answers cannot be looked into now. ${reason}`;
}

/** More than a colour: a sign and a word. */
export function scoreWords(score: number): { readonly sign: string; readonly words: string } {
  if (score >= 1) return { sign: '✓', words: 'right' };
  if (score <= 0) return { sign: '✗', words: 'wrong' };
  return { sign: '◐', words: formatPercent(score) };
}

/** "41 of 2,700 answers differ: 20 got worse, 12 got better. 41 shown." */
export function changedSummary(pairs: readonly AnswerPairOf[], shown: number): string {
  const count = (what: (pair: AnswerPairOf) => boolean) => pairs.filter(what).length;
  const differ = count(({ differs }) => differs);
  const worse = count(({ turn }) => turn === 'worse');
  const better = count(({ turn }) => turn === 'better');
  return `${differ.toLocaleString('en')} of ${plural(pairs.length, 'answer')} ${differ === 1 ? 'differs' : 'differ'}: ${worse} got worse, ${better} got better. ${shown.toLocaleString('en')} shown.`;
}
