/** A verdict in English: the same words on the terminal as in the window. */
import type { Comparison } from './comparison.ts';
import { disturbanceWords } from './disturbance.ts';
import type { Reason } from './reason.ts';
import type { ChangeableStage } from './stages.ts';
import { formatMs, formatPercent, formatRatio, plural } from './units.ts';
import type { Verdict } from './verdict.ts';
import type { Agreement } from './word-diff.ts';

/** A few words: "1.8× faster". One run, or disturbed ones, give no headline of speed. */
export function headlineWords({ kind, ratio, reason }: Verdict): string {
  switch (kind) {
    case 'sooner':
      return `${formatRatio(ratio)} faster`;
    case 'later':
      return `${formatRatio(1 / ratio)} slower`;
    case 'same':
      return 'As fast as with all tokens';
    case 'unclear':
      if (reason.kind === 'one-run') return 'Measured once';
      if (reason.kind === 'continued') return 'Not measured yet';
      return reason.kind === 'disturbed' ? 'Measurement disturbed' : 'No clear difference';
  }
}

/** "Encode, project and prefill took 34 ms instead of 61 ms (5 runs of each; 1.6× to 2.0× with 95 % confidence)." */
export function timesWords({ full, reduced, leftOut }: Comparison, { runs, spread }: Verdict): string {
  const times = `${formatMs(reduced.changeable.median)} instead of ${formatMs(full.changeable.median)}`;
  const certainty = spread === null ? '' : `; ${spreadWords(spread)}`;
  const out = leftOut.continued > 0 ? 'after an earlier answer' : 'disturbed';
  const counted = runs === 0 ? out : `${runs === 1 ? 'one run' : `${runs} runs`} of each${certainty}`;
  return `Encode, project and prefill took ${times} (${counted}).`;
}

/** Two or three runs can leave almost any ratio possible; figures would only look exact then. */
function spreadWords([low, high]: readonly [number, number]): string {
  if (high > 10 * low) return 'too few runs to bound the ratio';
  return `${formatRatio(low)} to ${formatRatio(high)} with 95 % confidence`;
}

/** What follows the first token, and what comes before it whatever is merged. */
export function besideWords({ full, reduced }: Comparison): string {
  const { preprocessMs, tokensPerSecond } = reduced.spreads;
  const all = full.spreads.tokensPerSecond.median;
  const reading = `Reading and preparing the picture took ${formatMs(preprocessMs.median)}, which both ways need.`;
  if (!(all > 0) || !(tokensPerSecond.median > 0)) return reading;
  const further = `Each further token took ${formatMs(1000 / tokensPerSecond.median)} instead of ${formatMs(1000 / all)}.`;
  return `${further} ${reading}`;
}

const stageWords: Readonly<Record<ChangeableStage, string>> = {
  encode: 'the encoder',
  project: 'the projector',
  prefill: 'the prefill',
};

/** One sentence; where nothing needs to be explained, that the runs agree. */
export function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case 'measured':
      return 'The runs agree.';
    case 'one-run':
      return 'One run cannot tell a difference from chance; measure several to compare speed.';
    case 'continued':
      return 'What an earlier answer had computed was taken over, so these times say nothing about merging; measure to compare speed.';
    case 'disturbed':
      return `${sentence(disturbanceWords(reason.by))}; measure again while it is idle.`;
    case 'runs-differ':
      return 'The runs differ from each other more than the two ways do; more runs, or a less busy computer, would tell.';
    case 'little-to-save':
      return `${formatPercent(reason.kept)} of the tokens are left, so there is little to save.`;
    case 'stage':
      return `${sentence(stageWords[reason.stage])} takes ${formatPercent(reason.share)} of that time and is not faster.`;
    case 'traded':
      return `What ${stageWords[reason.gained]} gains, ${stageWords[reason.lost]} loses.`;
  }
}

/** Undefined where every run counts. */
export function leftOutWords({ leftOut, runs }: Comparison): string | undefined {
  if (leftOut.runs === 0 || runs === 0) return undefined;
  const why = [
    ...(leftOut.by.length > 0 ? [disturbanceWords(leftOut.by)] : []),
    ...(leftOut.continued > 0 ? ['what an earlier answer had computed was taken over'] : []),
  ];
  return `${plural(leftOut.runs, 'run')} of each way ${leftOut.runs === 1 ? 'does' : 'do'} not count: ${why.join('; ')}.`;
}

export function agreementWords(agreement: Agreement): string {
  switch (agreement.kind) {
    case 'same':
      return 'Same answer';
    case 'different':
      return 'A different answer';
    case 'words':
      return agreement.count === 1 ? 'One word differs' : `${plural(agreement.count, 'word')} differ`;
  }
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
