/** The same question at several budgets, in the answers' place while it is open: what to ask, the rows as they come, what to do with them. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { TermHelp } from '../../../app/TermHelp.tsx';
import { useApp, useAppStore } from '../../../app/context.ts';
import { IconButton } from '../../../controls/IconButton.tsx';
import type { AppState } from '../../../state/store.ts';
import { selectSweep, selectSweepStale } from '../../../state/sweep/selectors.ts';
import { sweepWords } from '../../../words/sweep-words.ts';
import { SweepActions } from './SweepActions.tsx';
import { SweepChoice } from './SweepChoice.tsx';
import { SweepTable } from './SweepTable.tsx';

const selectOpen = (state: AppState) => state.sweepOpen;

export function SweepPanel() {
  const open = useApp(selectOpen);
  return open ? <OpenPanel /> : null;
}

function OpenPanel() {
  const sweep = useApp(selectSweep);
  const stale = useApp(selectSweepStale);
  const store = useAppStore();
  const running = sweep?.state.kind === 'running';
  const begun = running && sweep.rows.length === 0;
  const panel = useRef<HTMLElement>(null);
  // With large text the panel lies below what is in sight.
  useEffect(() => {
    if (begun) panel.current?.scrollIntoView({ block: 'start' });
  }, [begun]);
  return (
    <section ref={panel} className="sweep" aria-labelledby="sweep-title" aria-busy={running}>
      <header className="sweep-head">
        <h2 id="sweep-title">Where does the answer change?</h2>
        <TermHelp id="sweep" />
        <SweepChoice />
        <SweepActions />
        <IconButton label="Back to the answers" onPress={() => store.getState().setSweepOpen(false)}>
          <X aria-hidden size="0.875rem" />
        </IconButton>
      </header>
      <p className="sweep-state" role="status" aria-label="Sweep state">
        {sweep === null ? null : <span className="muted">“{sweep.asked.question}” </span>}
        <span>{sweepWords(sweep)}</span>
        {sweep?.origin === undefined ? null : (
          <span className="muted">
            {' '}
            Answered on {sweep.origin.processor}, saved {sweep.origin.saved}.
          </span>
        )}
        {stale === null ? null : <span className="sweep-stale"> stale: {stale}</span>}
      </p>
      {sweep === null || sweep.rows.length === 0 ? null : <SweepTable sweep={sweep} stale={stale !== null} />}
    </section>
  );
}
