/** What stands beside a picture about the words of answers: what is true of it, or why they mean nothing. */
import type { Judgement } from '../state/judging.ts';
import type { Reach } from '../state/selectors.ts';

/** For a picture that the model in use was not made for; null for every other. */
export function beyondWords(reach: Reach): string | null {
  if (reach.kind !== 'beyond') return null;
  return reach.picture === 'photo'
    ? 'A photograph. The embedded model knows drawn scenes only: how its tokens merge is meaningful, what it answers is not.'
    : 'Your own picture. The embedded model knows only drawn scenes like the samples: on anything else, how tokens merge is meaningful, what it answers is not.';
}

export function truthWords(description: string): string {
  return `What this sample shows: “${description}”`;
}

export function judgementWords({ kind, truth }: Judgement): string {
  switch (kind) {
    case 'right':
      return 'Right';
    case 'wrong':
      return `Not right. True: “${truth}”`;
    case 'unjudged':
      return `True: “${truth}”`;
  }
}

/** What the two judgements together say about merging; null where the answers are not judged. */
export function pairJudgementWords(full: Judgement | null, merged: Judgement | null): string | null {
  if (full === null || merged === null || full.kind === 'unjudged' || merged.kind === 'unjudged') return null;
  if (full.kind === 'right') return merged.kind === 'right' ? 'both right' : 'wrong with fewer tokens';
  return merged.kind === 'right' ? 'right only with fewer tokens' : 'neither is right';
}
