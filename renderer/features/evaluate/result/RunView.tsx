/** One run: how far it is, and what it has found. Changed answers take the place of the figures while they are looked at. */
import { useApp } from '../../../app/context.ts';
import { selectResult, selectRunResult, selectShownRun } from '../../../state/evaluation/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { partialWords, unreadWords } from '../../../words/evaluation-words.ts';
import { ChangedView } from '../changed/ChangedView.tsx';
import { CompareRuns } from './CompareRuns.tsx';
import { EmptyRun } from './EmptyRun.tsx';
import { Figures } from './Figures.tsx';
import { RunHead } from './RunHead.tsx';

const selectChanged = (state: AppState) => state.changedChoice;

export function RunView() {
  const run = useApp(selectShownRun);
  const found = useApp(selectRunResult);
  const result = useApp(selectResult);
  const changed = useApp(selectChanged);
  if (run === null) return <EmptyRun />;
  const awaited = found?.kind === 'ready' && found.awaited === true;
  if (changed !== null && result !== null)
    return <ChangedView result={result} choice={changed} awaited={awaited} />;
  return (
    <section className="evaluate-run" aria-label="The run on screen" tabIndex={-1}>
      <RunHead run={run} />
      {found?.kind === 'failed' && found.message !== run.failure ? (
        <div className="evaluate-failed" role="alert">
          <p className="selectable">{found.message}</p>
          {found.detail === null ? null : (
            <details>
              <summary>Technical detail</summary>
              <p className="selectable muted">{found.detail}</p>
            </details>
          )}
        </div>
      ) : null}
      {found?.kind === 'ready' && !found.whole && result !== null ? (
        <p className="evaluate-partial" role="note">
          {partialWords(found.result)}
        </p>
      ) : null}
      {found?.kind === 'ready' && found.unread !== undefined ? (
        <p className="evaluate-partial selectable" role="note">
          {unreadWords(found.unread)}
        </p>
      ) : null}
      {found?.kind === 'failed' ? null : result === null ? (
        <NothingYet done={run.state === 'done'} />
      ) : (
        <Figures result={result} />
      )}
      <CompareRuns />
    </section>
  );
}

/** A look at a run that goes on waits for the run's own answers, and finds nothing before some are there. */
function NothingYet({ done }: { readonly done: boolean }) {
  if (!done)
    return <p className="muted">Figures appear as soon as a question has been answered in every mode.</p>;
  return (
    <p className="muted" role="status">
      Fetching what it has found…
    </p>
  );
}
