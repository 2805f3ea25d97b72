/** How much accuracy merging keeps: what is to be asked and the runs on the left, what a run has found on the right. */
import { useEffect, useRef } from 'react';
import { TermHelp } from '../../app/TermHelp.tsx';
import { useApp } from '../../app/context.ts';
import { selectShownRun } from '../../state/evaluation/selectors.ts';
import { EvaluationForm } from './plan/EvaluationForm.tsx';
import { RunView } from './result/RunView.tsx';
import { RunList } from './runs/RunList.tsx';

export function EvaluateView() {
  const run = useApp(selectShownRun);
  const before = useRef(run?.id);
  const box = useRef<HTMLDivElement>(null);
  const id = run?.id;
  const begins = run?.state === 'queued' || run?.state === 'running';
  // In one column the run lies below the form: what has just begun or was chosen instead of another is what the user waits to see.
  useEffect(() => {
    if (id === before.current) return;
    const wanted = before.current !== undefined || begins;
    before.current = id;
    if (wanted) box.current?.lastElementChild?.scrollIntoView({ block: 'start' });
  }, [id, begins]);
  return (
    <div className="evaluate" ref={box}>
      <div className="evaluate-side">
        <header className="evaluate-title">
          <h2>Evaluate</h2>
          <TermHelp id="evaluating" />
        </header>
        <EvaluationForm />
        <RunList />
      </div>
      <RunView />
    </div>
  );
}
