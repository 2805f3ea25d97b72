/** How much accuracy merging keeps: what is to be asked and the runs on the left, what a run has found on the right. */
import { TermHelp } from '../../app/TermHelp.tsx';
import { EvaluationForm } from './plan/EvaluationForm.tsx';
import { RunView } from './result/RunView.tsx';
import { RunList } from './runs/RunList.tsx';

export function EvaluateView() {
  return (
    <div className="evaluate">
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
