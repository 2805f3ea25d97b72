/** A run's name, how far it is, and what can be done about it. */
import { Button } from 'react-aria-components';
import type { JobChange, JobState } from '../../../../src-engine/engine.ts';
import { useApp, useAppStore, useSession } from '../../../app/context.ts';
import { planOf } from '../../../state/evaluation/plan.ts';
import type { EvaluationRun } from '../../../state/evaluation/runs.ts';
import type { AppState } from '../../../state/store.ts';
import { runPlanWords, runStateWords, runTitle } from '../../../words/evaluation-run-words.ts';

const selectBundled = (state: AppState) => state.bundledQuestions;

/** What its state allows. */
const acts: Readonly<Record<JobState, readonly (readonly [JobChange, string])[]>> = {
  queued: [
    ['pause', 'Pause'],
    ['cancel', 'Stop'],
  ],
  running: [
    ['pause', 'Pause'],
    ['cancel', 'Stop'],
  ],
  paused: [
    ['resume', 'Resume'],
    ['cancel', 'Stop'],
  ],
  failed: [['resume', 'Try again from there']],
  cancelled: [['resume', 'Resume']],
  done: [],
};

export function RunHead({ run }: { readonly run: EvaluationRun }) {
  const bundled = useApp(selectBundled);
  const store = useAppStore();
  const { evaluation } = useSession();
  const { state, evaluate, done, total } = run;
  return (
    <header className="run-head">
      <div>
        <h3>{runTitle(run, bundled)}</h3>
        <p className="muted">{runPlanWords(run)}</p>
      </div>
      <div className="run-progress">
        <span role="status" aria-label="Progress of the run">
          {runStateWords(run)}
        </span>
        {state === 'running' || state === 'queued' || state === 'paused' ? (
          <progress aria-label="Answers given" max={1} value={total === 0 ? undefined : done / total} />
        ) : null}
        {acts[state].map(([change, label]) => (
          <Button key={change} className="small-button" onPress={() => evaluation.change(run.id, change)}>
            {label}
          </Button>
        ))}
        <Button
          className="small-button"
          onPress={() => store.getState().chooseEvaluation(planOf(evaluate, bundled))}
        >
          Use these settings
        </Button>
      </div>
      {run.failure === undefined ? null : (
        <p className="evaluate-failed selectable" role="alert">
          {run.failure}
        </p>
      )}
    </header>
  );
}
