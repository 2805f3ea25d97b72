/** Downloads that are under way or have stopped: how far each is, and what can be done about it. */
import { Button } from 'react-aria-components';
import type { Job, JobChange } from '../../../src-engine/engine.ts';
import { useApp, useSession } from '../../app/context.ts';
import { isActive } from '../../state/jobs-slice.ts';
import type { AppState } from '../../state/store.ts';
import { jobProgressWords } from '../../words/job-words.ts';

const selectJobs = (state: AppState) => state.jobs;

export function DownloadJobs() {
  const jobs = useApp(selectJobs).filter(
    ({ kind, state }) => kind === 'download' && state !== 'done' && state !== 'cancelled',
  );
  if (jobs.length === 0) return null;
  return (
    <section aria-labelledby="downloads">
      <h3 id="downloads">Downloads</h3>
      <ul className="known-models" aria-labelledby="downloads">
        {jobs.map((job) => (
          <Download key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

function Download({ job }: { readonly job: Job }) {
  const session = useSession();
  const { id, title, done, total, failure } = job;
  return (
    <li className="known-model">
      <div>
        <strong>{title}</strong>
        <p className="muted">{jobProgressWords(job)}</p>
        {job.state === 'failed' ? (
          <p role="alert" className="known-missing selectable">
            {failure}
          </p>
        ) : (
          <progress aria-label={`${title}: progress`} max={1} value={total > 0 ? done / total : undefined} />
        )}
      </div>
      {actsOf(job).map(([change, label]) => (
        <Button
          key={change}
          className="button"
          aria-label={`${label}: ${title}`}
          onPress={() => void session.jobs.change(id, change)}
        >
          {label}
        </Button>
      ))}
    </li>
  );
}

/** What has come is kept, whichever. */
function actsOf(job: Job): readonly (readonly [JobChange, string])[] {
  if (isActive(job))
    return [
      ['pause', 'Pause'],
      ['cancel', 'Cancel'],
    ];
  return [
    ['resume', 'Resume'],
    job.state === 'failed' ? ['forget', 'Take it off the list'] : ['cancel', 'Cancel'],
  ];
}
