/** What must be said beside the budget's numbers: that the picture is unlike the calibration's, and how several views add up. */
import type { Encoding } from '../../../src-engine/engine.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import { useApp } from '../../app/context.ts';
import { spreadPlace } from '../../charts/spread-place.ts';
import { finishedOf, reductionKey, requestKey } from '../../state/run.ts';
import {
  selectActual,
  selectAnswers,
  roleOf,
  selectBehind,
  selectModelInfo,
  selectShown,
} from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { selectSubject } from '../../state/subject.ts';
import { severalWords } from '../../words/subject-words.ts';
import { spreadWords } from '../../words/spread-words.ts';
import { tokenArithmetic } from '../../words/token-arithmetic.ts';

export function BudgetRemarks() {
  const spread = useApp(selectSpreadWords);
  const arithmetic = useApp(selectArithmetic);
  return (
    <>
      {arithmetic === null ? null : (
        <p className="budget-arithmetic muted selectable" role="note" aria-label="Token arithmetic">
          {arithmetic} <TermHelp id="cell" />
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

/** Where squares are joined, methods that act on rows count one a cell where nothing is reduced. */
function countsRows(encoding: Pick<Encoding, 'views' | 'fullTokens'> | undefined): boolean {
  const cells = encoding?.views.reduce((sum, view) => sum + (view.cells ?? 0), 0) ?? 0;
  return cells > 0 && cells === encoding?.fullTokens;
}

/** Only where an average was asked for, and while the encoding on screen is the one asked for. */
function selectSpreadWords(state: AppState): string | null {
  const calibration = selectModelInfo(state)?.calibration ?? null;
  const target = selectShown(state)?.encoding.target ?? null;
  const tokens = selectActual(state);
  if (calibration === null || target === null || tokens === null || selectBehind(state)) return null;
  const ofRows = countsRows(selectShown(state)?.encoding);
  const known = ofRows ? { ...calibration, ...calibration.rows } : calibration;
  const place = spreadPlace(known, target, tokens);
  return place === null ? null : spreadWords(place, known, ofRows ? 'rows' : 'tokens');
}

function selectArithmetic(state: AppState): string | null {
  const shown = selectShown(state);
  if (shown === null) return null;
  const { tokens, fullTokens, views } = shown.encoding;
  const subject = selectSubject(state);
  if (subject !== null && subject.images.length > 1) {
    const { framesPerView = 1 } = selectModelInfo(state)?.takes ?? {};
    const role = roleOf(state, subject.images[0]?.id ?? '');
    return severalWords(subject, state.counts, role, role === 'frame' ? framesPerView : 1);
  }
  const answered = finishedOf(selectAnswers(state).merged);
  const current =
    answered !== null &&
    answered.asked.model === selectModelInfo(state)?.directory &&
    requestKey(reductionKey(answered.asked.reduction), answered.asked.reading ?? {}) === shown.key;
  const ofRows = countsRows(shown.encoding);
  return tokenArithmetic(
    { tokens, fullTokens, views: views.length, ofRows },
    current ? answered.result : null,
  );
}
