/** Before the first run: what will stand here, and the one press that it takes. */
import { useApp, useSession } from '../../../app/context.ts';
import { CommandTextButton } from '../../../app/CommandTextButton.tsx';
import { startEvaluation } from '../../../commands/evaluation.ts';
import { Terminal } from '../../../controls/Terminal.tsx';
import { selectModelInfo } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { planCommand } from '../../../words/evaluation-command.ts';

const selectPlan = (state: AppState) => state.evaluationPlan;

export function EmptyRun() {
  const info = useApp(selectModelInfo);
  const plan = useApp(selectPlan);
  const { copyText } = useSession();
  return (
    <section className="evaluate-run" aria-label="No run yet">
      <div className="evaluate-empty">
        <h3>What does merging cost in right answers?</h3>
        <p>
          {info === null
            ? 'As soon as a model is loaded, it can be asked questions whose answers are known.'
            : `${info.name} answers the questions on the left once in every mode. Here will stand how often it is right against the tokens it keeps, and every question whose answer has changed.`}
        </p>
        <p>
          It runs in the background; the rest of the window stays as quick as it is. It can be paused, and
          goes on after a restart.
        </p>
        <p>
          <CommandTextButton command={startEvaluation} />
        </p>
        <p className="muted">On a computer without a display the same is done by</p>
        <Terminal
          what={plan.data === null ? 'evaluate with the bundled questions' : 'evaluate with these questions'}
          line={planCommand(plan, info)}
          copy={copyText}
        />
      </div>
    </section>
  );
}
