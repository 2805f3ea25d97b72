/** All jobs of whatever kind: how far each is, and what can be done about it; below them the runs in a queue. */
import { Button } from 'react-aria-components';
import type { Job, JobChange } from '../../src-engine/engine.ts';
import { useApp, useSession } from '../app/context.ts';
import { isActive, isOver } from '../state/jobs-slice.ts';
import type { AppState } from '../state/store.ts';
import { jobProgressWords } from '../words/job-words.ts';
import { jobTitle } from '../words/job-title.ts';
import { QueuePart } from './QueuePart.tsx';
import { WindowDialog } from './WindowDialog.tsx';

const selectJobs = (state: AppState) => state.jobs;
const selectBundled = (state: AppState) => state.bundledQuestions;

export function JobsDialog() {
  return (
    <WindowDialog name="jobs" title="Jobs" className="jobs-dialog">
      <JobList />
      <QueuePart />
    </WindowDialog>
  );
}

function JobList() {
  const jobs = useApp(selectJobs);
  const bundled = useApp(selectBundled);
  const session = useSession();
  if (jobs.length === 0) {
    return (
      <p className="muted">
        None. Counting a folder, calibrating and evaluating are jobs: they go on in the background, and after
        a restart.
      </p>
    );
  }
  const first = jobs.find(({ state }) => state === 'queued')?.id;
  const runs = jobs.some(({ state }) => state === 'running');
  return (
    <>
      <ul aria-label="Jobs of this computer" role="list" className="jobs-list">
        {jobs.map((job) => {
          const title = jobTitle(job, bundled);
          return (
            <li key={job.id} data-state={job.state}>
              <strong>{title}</strong>
              <span className={job.state === 'failed' ? 'run-failed' : 'muted'}>{jobProgressWords(job)}</span>
              {isOver(job) ? null : (
                <progress
                  aria-label={`${title}: progress`}
                  max={1}
                  value={job.total > 0 ? job.done / job.total : undefined}
                />
              )}
              {job.failure === undefined ? null : <p className="selectable run-failed">{job.failure}</p>}
              <span className="jobs-acts">
                {actsOf(job, job.id === first && !runs).map(([change, label]) => (
                  <Button
                    key={change}
                    className="small-button"
                    aria-label={`${label}: ${title}`}
                    onPress={() => void session.jobs.change(job.id, change)}
                  >
                    {label}
                  </Button>
                ))}
              </span>
            </li>
          );
        })}
      </ul>
      {jobs.some(isOver) ? (
        <Button
          className="button"
          onPress={() => jobs.filter(isOver).forEach(({ id }) => void session.jobs.change(id, 'forget'))}
        >
          Take all that ended off the list
        </Button>
      ) : null}
    </>
  );
}

/** What its state allows. What a job has found stays when it is taken off the list. */
function actsOf(job: Job, next: boolean): readonly (readonly [JobChange, string])[] {
  const cancel = ['cancel', 'Cancel'] as const;
  if (isActive(job)) {
    const first = ['first', 'Run it first'] as const;
    const canLead = job.state === 'queued' && job.waitsFor === undefined && !next;
    return [...(canLead ? [first] : []), ['pause', 'Pause'], cancel];
  }
  const remove = ['forget', 'Take it off the list'] as const;
  if (job.state === 'paused') return [['resume', 'Resume'], cancel];
  return job.state === 'done' ? [remove] : [['resume', 'Resume'], remove];
}
