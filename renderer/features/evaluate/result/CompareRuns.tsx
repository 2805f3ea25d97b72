/** Two runs side by side, mode by mode: tokens, accuracy with its interval, and whether the intervals overlap. */
import { Button } from 'react-aria-components';
import { useApp, useAppStore } from '../../../app/context.ts';
import { comparedModes } from '../../../state/evaluation/compare.ts';
import {
  selectComparedResult,
  selectComparedRun,
  selectResult,
  selectShownRun,
} from '../../../state/evaluation/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { intervalWords, modeWords, pointsWords, shareWords } from '../../../words/evaluation-words.ts';
import { compareCaveats, overlapWords } from '../../../words/compare-words.ts';
import { runTitle, timeWords } from '../../../words/evaluation-run-words.ts';

const selectBundled = (state: AppState) => state.bundledQuestions;

export function CompareRuns() {
  const run = useApp(selectShownRun);
  const other = useApp(selectComparedRun);
  const result = useApp(selectResult);
  const otherResult = useApp(selectComparedResult);
  const bundled = useApp(selectBundled);
  const store = useAppStore();
  if (run === null || other === null || result === null) return null;
  if (otherResult === null) {
    return (
      <p className="muted" role="status">
        Fetching the other run…
      </p>
    );
  }
  const rows = comparedModes(result, otherResult);
  const nameOf = (job: typeof run) => `${runTitle(job, bundled)}, ${timeWords(job.endedMs ?? job.createdMs)}`;
  return (
    <section className="compare-runs" aria-labelledby="compare-runs">
      <header>
        <h4 id="compare-runs">Beside another run</h4>
        <Button className="small-button" onPress={() => store.getState().compareRun(null)}>
          Close
        </Button>
      </header>
      {compareCaveats(result, otherResult).map((sentence) => (
        <p key={sentence} className="muted">
          {sentence}
        </p>
      ))}
      {rows.length === 0 ? (
        <p>The two runs have no mode in common.</p>
      ) : (
        <div className="evaluate-scroll" role="region" aria-label="Two runs" tabIndex={0}>
          <table className="evaluate-table selectable">
            <thead>
              <tr>
                <th scope="col">Mode</th>
                <th scope="col">This run: {nameOf(run)}</th>
                <th scope="col">Other run: {nameOf(other)}</th>
                <th scope="col">Other less this, points</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ mode, own, theirs, overlap }) => (
                <tr key={mode}>
                  <th scope="row">{modeWords(mode)}</th>
                  {[own, theirs].map((row, index) => (
                    <td key={index}>
                      {shareWords(row.accuracy)} <span className="muted">({intervalWords(row.ci)})</span>
                      <span className="muted table-under">{row.tokens.mean.toFixed(1)} tokens</span>
                    </td>
                  ))}
                  <td>
                    {pointsWords(theirs.accuracy - own.accuracy)}
                    <span className="table-under">{overlapWords(overlap)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
