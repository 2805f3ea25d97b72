/** How much accuracy merging keeps: what is to be asked and the runs on the left, what a run has found on the right. */
import { Help } from '../../controls/Help.tsx';
import { EvaluationForm } from './plan/EvaluationForm.tsx';
import { RunView } from './result/RunView.tsx';
import { RunList } from './runs/RunList.tsx';

export function EvaluateView() {
  return (
    <div className="evaluate">
      <div className="evaluate-side">
        <header className="evaluate-title">
          <h2>Evaluate</h2>
          <Help term="Evaluating">
            The model answers questions whose answers are known, once with all tokens and once in every other
            mode. What is right is counted; the interval says where the number would lie in 95 of 100 such
            sets of images.
          </Help>
        </header>
        <EvaluationForm />
        <RunList />
      </div>
      <RunView />
    </div>
  );
}
