/** The rows of a sweep, the largest budget first. A row leads to its budget in Explore. */
import { Flag } from 'lucide-react';
import { useMemo } from 'react';
import type { SweepRow } from '../../../../src-engine/engine.ts';
import { methodName } from '../../../../src-engine/sweep/tables.ts';
import { formatMs } from '../../../../src-engine/report/units.ts';
import { useApp, useAppStore } from '../../../app/context.ts';
import { selectModelInfo, selectViewCount } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { choiceOf, firstChangedRows } from '../../../state/sweep/selectors.ts';
import type { Sweep } from '../../../state/sweep/slice.ts';
import type { CustomThresholds } from '../../../state/thresholds/custom.ts';
import { SweepAnswer } from './SweepAnswer.tsx';

const selectMarked = (state: AppState) => state.sweepWords;

export function SweepTable({ sweep, stale }: { readonly sweep: Sweep; readonly stale: boolean }) {
  const { rows } = sweep;
  const changes = useMemo(() => firstChangedRows(rows), [rows]);
  const marked = useApp(selectMarked);
  const full = rows.find(({ method }) => method === 'none')?.text ?? null;
  return (
    <div className="sweep-rows" data-dim={stale || undefined}>
      <table>
        <caption className="hidden-visually">Answers at each budget, the largest first</caption>
        <thead>
          <tr>
            <th scope="col">Budget</th>
            <th scope="col">Method</th>
            <th scope="col" className="sweep-number">
              Tokens
            </th>
            <th scope="col" className="sweep-number">
              First token
            </th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.position}
              row={row}
              first={changes.has(row.position)}
              full={full}
              marked={marked}
              custom={sweep.asked.custom}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly row: SweepRow;
  readonly first: boolean;
  readonly full: string | null;
  readonly marked: boolean;
  readonly custom: CustomThresholds | undefined;
}

function Row({ row, first, full, marked, custom }: RowProps) {
  const info = useApp(selectModelInfo);
  const views = useApp(selectViewCount);
  const store = useAppStore();
  const { method, budget, tokens, timings, kept, disturbedBy } = row;
  const name = methodName(method);
  const times = kept
    ? 'of an earlier sweep'
    : disturbedBy.length > 0
      ? `disturbed: ${disturbedBy.join(', ')}`
      : null;
  return (
    <tr data-first={first || undefined} data-same={row.sameAsFull ?? undefined}>
      <th scope="row">
        <button
          type="button"
          className="sweep-pick"
          aria-label={`Explore ${method === 'none' ? 'all tokens' : `${budget} by ${name}`}`}
          disabled={info === null}
          onClick={() => {
            if (info !== null)
              store.getState().choose(choiceOf(row, { tokensPerView: info.tokensPerView, views, custom }));
          }}
        >
          {method === 'none' ? 'all' : budget}
        </button>
      </th>
      <td>{name}</td>
      <td className="sweep-number">{tokens}</td>
      <td className="sweep-number" title={times ?? undefined}>
        {formatMs(timings.firstTokenMs)}
        {times === null ? null : <span aria-label={times}> *</span>}
      </td>
      <td className="sweep-text">
        {first ? (
          <strong className="sweep-first">
            <Flag aria-hidden size="0.75rem" /> first change:{' '}
          </strong>
        ) : null}
        <SweepAnswer row={row} full={full} marked={marked} />
      </td>
    </tr>
  );
}
