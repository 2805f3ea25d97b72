/** The newest calibration that has not been dealt with: how far it is, pausing and cancelling it, or why it failed. */
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { isActive } from '../state/jobs-slice.ts';
import type { AppState } from '../state/store.ts';
import { jobProgressWords } from '../words/job-words.ts';
import { useApp, useSession } from './context.ts';

const selectJob = ({ jobs }: AppState) =>
  jobs.find(({ kind, state }) => kind === 'calibrate' && state !== 'cancelled') ?? null;

/** @param children the ways to begin one, where none is under way */
export function CalibrationJob({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const job = useApp(selectJob);
  const active = job !== null && (isActive(job) || job.state === 'paused');
  return (
    <>
      {active ? (
        <div className="collection-line">
          <span role="status" aria-label="Calibrating">
            {jobProgressWords(job)}
          </span>
          <progress
            aria-label="Calibration"
            max={1}
            value={job.total > 0 ? job.done / job.total : undefined}
          />
          <Button
            className="small-button"
            onPress={() => void session.jobs.change(job.id, isActive(job) ? 'pause' : 'resume')}
          >
            {isActive(job) ? 'Pause' : 'Resume'}
          </Button>
          <Button className="small-button" onPress={() => void session.jobs.change(job.id, 'cancel')}>
            Cancel
          </Button>
        </div>
      ) : (
        children
      )}
      {job?.state === 'failed' ? (
        <p className="panel-note" role="alert">
          {job.failure}
        </p>
      ) : null}
    </>
  );
}
