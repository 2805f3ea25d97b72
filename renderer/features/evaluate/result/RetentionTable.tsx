/** Every mode in figures: tokens, accuracy, what is kept of it, the difference and whether it may be chance, changed answers. Sorted by any column. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { EvaluatedMode, EvaluateResult } from '../../../../src-engine/engine.ts';
import { figureName, figureText } from '../../../../src-engine/report/evaluation/figure-words.ts';
import { measures } from '../../../../src-engine/report/evaluation/measures.ts';
import { formatPercent } from '../../../../src-engine/report/units.ts';
import { TermHelp } from '../../../app/TermHelp.tsx';
import { useApp, useAppStore } from '../../../app/context.ts';
import { fullMode } from '../../../state/evaluation/modes.ts';
import { nextOrder, orderedRows, type TableColumn } from '../../../state/evaluation/table.ts';
import type { AppState } from '../../../state/store.ts';
import {
  differenceOf,
  differenceWords,
  intervalWords,
  modeWords,
  pointsWords,
  shareWords,
  tokenShare,
} from '../../../words/evaluation-words.ts';

const selectOrder = (state: AppState) => state.tableOrder;

export function RetentionTable({ result }: { readonly result: EvaluateResult }) {
  const order = useApp(selectOrder);
  const store = useAppStore();
  const heads: readonly (readonly [TableColumn, string])[] = [
    ['asked', 'Mode'],
    ['tokens', 'Tokens'],
    ['accuracy', firstUpper(measures[result.scorer].name)],
    ['retention', 'Kept'],
    ['difference', 'Difference to all tokens'],
    ['changed', 'Changed answers'],
  ];
  const figures = Object.keys(result.rows[0]?.figures ?? {});
  return (
    <div className="evaluate-scroll" role="region" aria-label="Retention table" tabIndex={0}>
      <table className="evaluate-table selectable">
        <caption className="hidden-visually">
          Modes with their tokens and accuracy; press a heading to sort by it
        </caption>
        <thead>
          <tr>
            {heads.map(([column, title]) => {
              const sorted = order.by === column;
              const direction = order.descending ? 'descending' : 'ascending';
              return (
                <th key={column} scope="col" aria-sort={sorted ? direction : undefined}>
                  <span className="table-head">
                    <button
                      type="button"
                      className="table-sort"
                      onClick={() => store.getState().orderTable(nextOrder(order, column))}
                    >
                      {title}
                      {sorted ? (
                        order.descending ? (
                          <ArrowDown aria-hidden size="0.75rem" />
                        ) : (
                          <ArrowUp aria-hidden size="0.75rem" />
                        )
                      ) : null}
                    </button>
                    {column === 'retention' ? <TermHelp id="retention" /> : null}
                  </span>
                </th>
              );
            })}
            {figures.map((key) => (
              <th key={key} scope="col">
                {figureName(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {orderedRows(result.rows, order).map((row) => (
            <Row key={row.mode} result={result} row={row} figures={figures} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly result: EvaluateResult;
  readonly row: EvaluatedMode;
  readonly figures: readonly string[];
}

function Row({ result, row, figures }: RowProps) {
  const { mode, tokens, accuracy, ci, retention, difference, equalTo } = row;
  const share = tokenShare(result, row);
  return (
    <tr>
      <th scope="row">
        {modeWords(mode)}
        {equalTo === undefined ? null : (
          <span className="muted table-under">at the tokens of {modeWords(equalTo.mode)}</span>
        )}
      </th>
      <td>
        {tokens.mean.toFixed(1)} <span className="muted">± {tokens.std.toFixed(1)}</span>
        {share === null ? null : <span className="muted table-under">{formatPercent(share)} of all</span>}
      </td>
      <td>
        {shareWords(accuracy)}
        <span className="muted table-under">{intervalWords(ci)}</span>
      </td>
      <td>{retention === null ? '–' : shareWords(retention)}</td>
      <td>
        {difference === null || mode === fullMode ? (
          '–'
        ) : (
          <>
            {pointsWords(difference.value)}{' '}
            <span className="muted">
              ({pointsWords(difference.ci[0])} to {pointsWords(difference.ci[1])})
            </span>
            <span className={`table-under difference-${differenceOf(difference.ci)}`}>
              {differenceWords(difference.ci)}
            </span>
          </>
        )}
      </td>
      <td>
        <Changed row={row} />
      </td>
      {figures.map((key) => (
        <td key={key}>{figureText(key, row.figures?.[key] ?? null)}</td>
      ))}
    </tr>
  );
}

function Changed({ row: { mode, changed } }: { readonly row: EvaluatedMode }) {
  const store = useAppStore();
  if (changed === null || mode === fullMode) return <>–</>;
  return (
    <>
      <button
        type="button"
        className="link-button"
        aria-label={`${changed.answers} changed answers of ${modeWords(mode)}`}
        onClick={() => store.getState().chooseChanged({ mode, which: 'changed' })}
      >
        {changed.answers}
      </button>
      <span className="muted table-under">
        {changed.worse} worse, {changed.better} better
      </span>
    </>
  );
}

function firstUpper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
