/** Accuracy by kind of question: a kind a column, with its interval and the difference to all tokens. Nothing where no question has a kind. */
import type { EvaluatedMode, EvaluateResult } from '../../../../src-engine/engine.ts';
import { plural } from '../../../../src-engine/report/units.ts';
import { fullMode } from '../../../state/evaluation/modes.ts';
import {
  differenceOf,
  intervalWords,
  modeWords,
  pointsWords,
  shareWords,
} from '../../../words/evaluation-words.ts';

export function KindTable({ result: { rows, kinds } }: { readonly result: EvaluateResult }) {
  const names = [...new Set(rows.flatMap(({ byKind }) => Object.keys(byKind)))].sort();
  if (names.length === 0) return null;
  return (
    <section aria-labelledby="evaluate-kinds">
      <h4 id="evaluate-kinds">By kind of question</h4>
      <p className="muted">
        Below each number its 95 % interval, and the difference to all tokens on the same questions with its
        own: one that holds 0 may be chance.
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
            {rows.map((row) => (
              <tr key={row.mode}>
                <th scope="row">{modeWords(row.mode)}</th>
                {names.map((kind) => (
                  <td key={kind}>
                    <KindCell row={row} kind={kind} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function KindCell({
  row: { mode, byKind, kindIntervals },
  kind,
}: {
  readonly row: EvaluatedMode;
  readonly kind: string;
}) {
  const [own, more] = [byKind[kind], kindIntervals?.[kind]];
  if (own === undefined) return <>–</>;
  if (more === undefined) return <>{shareWords(own)}</>;
  const { ci, difference } = more;
  return (
    <>
      {shareWords(own)} <span className="muted">({intervalWords(ci)})</span>
      {difference === null || mode === fullMode ? null : (
        <span className={`table-under difference-${differenceOf(difference.ci)}`}>
          {pointsWords(difference.value)} ({pointsWords(difference.ci[0])} to {pointsWords(difference.ci[1])})
        </span>
      )}
    </>
  );
}
