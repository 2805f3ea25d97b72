/** The bottom line: what the engine does now, with progress and cancel; the last repaint's times; theory, labelled as such. */
import { TermHelp } from '../app/TermHelp.tsx';
import { useApp, useCommand } from '../app/context.ts';
import { showMessages } from '../commands/help.ts';
import { showJobs } from '../commands/jobs.ts';
import { isOver } from '../state/jobs-slice.ts';
import { selectAnswers, selectShown } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { restWords } from '../words/rest-words.ts';
import { formatMs, formatPercent, plural } from '../../src-engine/report/units.ts';
import { theoryShare } from '../../src-engine/report/theory-share.ts';

const selectActivity = (state: AppState) => state.activity;
const selectTimes = (state: AppState) => state.overlayTimes;
const selectMessageCount = (state: AppState) => state.messages.length;
const selectOpenJobs = (state: AppState) => state.jobs.filter((job) => !isOver(job)).length;
const selectRest = ({ engine, model }: AppState) => restWords(engine.kind, model.kind);

export function StatusLine() {
  return (
    <footer className="status-line">
      <Now />
      <Times />
      <Theory />
      <JobCount />
      <MessageCount />
    </footer>
  );
}

function Now() {
  const activity = useApp(selectActivity);
  const rest = useApp(selectRest);
  if (activity === null)
    return (
      <span className="status-now" role="status" aria-label="Activity">
        {rest}
      </span>
    );
  const { words, done, total, cancel, pause } = activity;
  return (
    <span className="status-now">
      <span className="status-words" role="status" aria-label="Activity" title={words}>
        {words}
      </span>
      <progress aria-label={words} max={1} value={total > 0 ? done / total : undefined} />
      {pause === undefined ? null : (
        <button type="button" className="link-button" onClick={pause}>
          Pause
        </button>
      )}
      {cancel === null ? null : (
        <button type="button" className="link-button" onClick={cancel}>
          Cancel
        </button>
      )}
    </span>
  );
}

function Times() {
  const times = useApp(selectTimes);
  const shown = useApp(selectShown);
  if (times === null || shown === null) return null;
  return (
    <span>
      encode {formatMs(times.encodeMs)}
      {times.resumed ? (
        <>
          {' '}
          <TermHelp id="resumed" word="part of a run" />
        </>
      ) : null}{' '}
      · overlay {formatMs(times.paintMs)}
    </span>
  );
}

function Theory() {
  const { full, merged } = useApp(selectAnswers);
  if (full.kind !== 'done' || merged.kind !== 'done') return null;
  return (
    <span className="status-theory">
      <TermHelp id="theory" word="Theory" />: {formatPercent(theoryShare(full.result, merged.result))} of the
      multiply-adds
    </span>
  );
}

/** The way to all jobs; not there while there is none that could go on. */
function JobCount() {
  const open = useApp(selectOpenJobs);
  const command = useCommand();
  if (open === 0) return null;
  return (
    <button type="button" className="link-button status-jobs" onClick={() => command(showJobs)}>
      {plural(open, 'job')}
    </button>
  );
}

/** The way back to what has gone from the screen; not there before anything was said. */
function MessageCount() {
  const count = useApp(selectMessageCount);
  const command = useCommand();
  if (count === 0) return null;
  return (
    <button type="button" className="link-button status-messages" onClick={() => command(showMessages)}>
      {plural(count, 'message')}
    </button>
  );
}
