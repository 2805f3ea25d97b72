/** What must be said beside the budget's numbers: that the picture is unlike the calibration's, and how several views add up. */
import { useApp } from '../../app/context.ts';
import { spreadPlace } from '../../charts/spread-place.ts';
import { finishedOf, reductionKey, requestKey } from '../../state/run.ts';
import {
  selectActual,
  selectAnswers,
  selectBehind,
  selectModelInfo,
  selectShown,
} from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { spreadWords } from '../../words/spread-words.ts';
import { tokenArithmetic } from '../../words/token-arithmetic.ts';

export function BudgetRemarks() {
  const spread = useApp(selectSpreadWords);
  const arithmetic = useApp(selectArithmetic);
  return (
    <>
      {arithmetic === null ? null : (
        <p className="budget-arithmetic muted selectable" role="note" aria-label="Token arithmetic">
          {arithmetic}
        </p>
      )}
      {spread === null ? null : (
        <p className="panel-note selectable" role="note" aria-label="Outside the calibration">
          {spread}
        </p>
      )}
    </>
  );
}

/** Only where an average was asked for, and while the encoding on screen is the one asked for. */
function selectSpreadWords(state: AppState): string | null {
  const calibration = selectModelInfo(state)?.calibration ?? null;
  const target = selectShown(state)?.encoding.target ?? null;
  const tokens = selectActual(state);
  if (calibration === null || target === null || tokens === null || selectBehind(state)) return null;
  const place = spreadPlace(calibration, target, tokens);
  return place === null ? null : spreadWords(place, calibration);
}

function selectArithmetic(state: AppState): string | null {
  const shown = selectShown(state);
  if (shown === null) return null;
  const { tokens, fullTokens, views } = shown.encoding;
  const answered = finishedOf(selectAnswers(state).merged);
  const current =
    answered !== null &&
    answered.asked.model === selectModelInfo(state)?.directory &&
    requestKey(reductionKey(answered.asked.reduction), answered.asked.reading ?? {}) === shown.key;
  return tokenArithmetic({ tokens, fullTokens, views: views.length }, current ? answered.result : null);
}
