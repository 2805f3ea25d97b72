/** Accuracy by kind of question: a kind a column, with the difference to all tokens. Nothing where no question has a kind. */
import type { EvaluateResult } from '../../../../src-engine/engine.ts';
import { plural } from '../../../../src-engine/report/units.ts';
import { fullMode } from '../../../state/evaluation/modes.ts';
import { modeWords, pointsWords, shareWords } from '../../../words/evaluation-words.ts';

export function KindTable({ result: { rows, kinds } }: { readonly result: EvaluateResult }) {
  const names = [...new Set(rows.flatMap(({ byKind }) => Object.keys(byKind)))].sort();
  if (names.length === 0) return null;
  const full = rows.find(({ mode }) => mode === fullMode);
  return (
    <section aria-labelledby="evaluate-kinds">
      <h4 id="evaluate-kinds">By kind of question</h4>
      <p className="muted">
        Few questions of a kind move much by chance; these differences have no interval.
      </p>
      <div className="evaluate-scroll" role="region" aria-label="Accuracy by kind of question" tabIndex={0}>
        <table className="evaluate-table selectable">
          <thead>
            <tr>
              <th scope="col">Mode</th>
              {names.map((kind) => (
                <th key={kind} scope="col">
                  {kind}
                  <span className="table-under">{plural(kinds[kind] ?? 0, 'question')}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ mode, byKind }) => (
              <tr key={mode}>
                <th scope="row">{modeWords(mode)}</th>
                {names.map((kind) => {
                  const [own, all] = [byKind[kind], full?.byKind[kind]];
                  return (
                    <td key={kind}>
                      {own === undefined ? '–' : shareWords(own)}
                      {own === undefined || all === undefined || mode === fullMode ? null : (
                        <span className="muted table-under">{pointsWords(own - all)}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
