/** Why an overlay that shows the scores of merging has none to show. */
import type { EncodedView } from '../../src-engine/engine.ts';
import type { Shown } from '../state/stage-slice.ts';

/** Null where scores are there. @param wanted whether they are on their way */
export function whyNoScores(shown: Shown | null, view: EncodedView | null, wanted: boolean): string | null {
  if (shown === null || view === null || view.scores !== undefined) return null;
  if (shown.kind === 'recorded') return 'The recording has no scores; this computer’s own come soon.';
  return wanted ? 'Scores are being computed…' : 'These tokens do not merge: there are no scores.';
}
