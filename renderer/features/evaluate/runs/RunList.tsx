/** The evaluations among the engine's jobs, the newest first: shown on a press, laid beside another one, taken off the list. */
import { Columns2, Trash2 } from 'lucide-react';
import { useApp, useAppStore, useSession } from '../../../app/context.ts';
import { IconButton } from '../../../controls/IconButton.tsx';
import { selectRuns } from '../../../state/evaluation/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { runPlanWords, runStateWords, runTitle } from '../../../words/evaluation-run-words.ts';

const selectShown = (state: AppState) => state.shownRun;
const selectCompared = (state: AppState) => state.comparedRun;
const selectBundled = (state: AppState) => state.bundledQuestions;

export function RunList() {
  const runs = useApp(selectRuns);
  const shown = useApp(selectShown);
  const compared = useApp(selectCompared);
  const bundled = useApp(selectBundled);
  const store = useAppStore();
  const { evaluation } = useSession();
  return (
    <section className="evaluate-runs" aria-labelledby="evaluate-runs">
      <h3 id="evaluate-runs">Runs</h3>
      {runs.length === 0 ? (
        <p className="muted">None yet. A run is kept, also when the window is closed.</p>
      ) : null}
      <ul aria-label="Runs" role="list">
        {runs.map((run) => {
          const title = runTitle(run, bundled);
          return (
            <li key={run.id} className="run-row" data-state={run.state}>
              <button
                type="button"
                className="run-open"
                aria-current={run.id === shown ? 'true' : undefined}
                onClick={() => store.getState().showRun(run.id)}
              >
                <strong>{title}</strong>
                <span className="muted">{runPlanWords(run)}</span>
                <span className={run.state === 'failed' ? 'run-failed' : 'muted'}>{runStateWords(run)}</span>
              </button>
              <span className="run-acts">
                {run.id === shown || run.state !== 'done' || shown === null ? null : (
                  <IconButton
                    label={
                      run.id === compared ? `Stop comparing with run ${run.id}` : `Compare with run ${run.id}`
                    }
                    onPress={() => store.getState().compareRun(run.id === compared ? null : run.id)}
                  >
                    <Columns2 aria-hidden size="0.875rem" />
                  </IconButton>
                )}
                {run.state === 'running' ? null : (
                  <IconButton
                    label={`Take run ${run.id} off the list`}
                    onPress={() => evaluation.change(run.id, 'forget')}
                  >
                    <Trash2 aria-hidden size="0.875rem" />
                  </IconButton>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
