/** The counting of the folder: how far it is, how to pause and go on; or why nothing is counted. */
import { Button } from 'react-aria-components';
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { useApp, useCommand, useSession } from '../../app/context.ts';
import { calibrateHere, sendToWorkers } from '../../commands/collection.ts';
import { showViews } from '../../commands/view.ts';
import { countingJob, selectUncounted } from '../../session/collection/counting.ts';
import { unitOf } from '../../state/collection/counts.ts';
import { selectCountedMethod } from '../../state/collection/selectors.ts';
import { isActive } from '../../state/jobs-slice.ts';
import { isSent, type Sending } from '../../state/sending-slice.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { calibrationMissing } from '../../words/collection-words.ts';
import { jobProgressWords } from '../../words/job-words.ts';

const selectModel = (state: AppState) => state.model;
const selectRows = (state: AppState) => state.columns.rows;
const selectFailure = ({ collection }: AppState) =>
  collection.kind === 'failed' ? collection.message : null;

const selectSent = (state: AppState) =>
  isSent(state) && state.sending.kind === 'running' ? state.sending : null;

export function CountingLine() {
  const job = useApp(countingJob);
  const model = useApp(selectModel);
  const info = useApp(selectModelInfo);
  const method = useApp(selectCountedMethod);
  const left = useApp(selectUncounted);
  const rows = useApp(selectRows);
  const failure = useApp(selectFailure);
  const sent = useApp(selectSent);
  const session = useSession();
  const command = useCommand();
  if (rows === 0) return null;
  if (failure !== null) {
    return (
      <p className="collection-line collection-warn" role="alert">
        {failure} What is shown was known before.{' '}
        <Button className="small-button" onPress={() => session.collection.look()}>
          Look again
        </Button>
      </p>
    );
  }
  if (info === null) {
    return (
      <p className="collection-line collection-warn" role="status">
        {model.kind === 'failed'
          ? 'No model is loaded, so nothing is counted. '
          : 'The model is being loaded; then the images are counted. '}
        {model.kind === 'failed' ? (
          <Button className="small-button" onPress={() => command(showViews.models)}>
            Go to Models
          </Button>
        ) : null}
      </p>
    );
  }
  const missing = calibrationMissing(info, method);
  if (missing !== null) {
    return (
      <p className="collection-line collection-warn" role="status">
        {missing} Make one from these images.{' '}
        <Button className="small-button" onPress={() => command(calibrateHere)}>
          Calibrate on these images
        </Button>
      </p>
    );
  }
  if (sent !== null) return <SentLine sent={sent} />;
  if (job === null || (job.state === 'done' && left === 0)) return null;
  const stopped = !isActive(job) && left > 0;
  return (
    <div className="collection-line">
      <span role="status" aria-label="Counting">
        {job.state === 'failed' && job.failure !== undefined
          ? job.failure
          : `Counting ${unitOf(method)}: ${jobProgressWords(job)}`}
      </span>
      <progress
        aria-label="Images counted"
        max={1}
        value={job.total > 0 ? job.done / job.total : undefined}
      />
      {isActive(job) ? (
        <>
          <Button className="small-button" onPress={() => void session.jobs.change(job.id, 'pause')}>
            Pause
          </Button>
          <Button className="small-button" onPress={() => void session.jobs.change(job.id, 'cancel')}>
            Cancel
          </Button>
        </>
      ) : null}
      {stopped ? (
        <Button className="small-button" onPress={() => void session.collection.count()}>
          {job.state === 'paused' ? 'Resume' : 'Count the rest'}
        </Button>
      ) : null}
      {left > 0 ? <CommandTextButton command={sendToWorkers} small /> : null}
    </div>
  );
}

/** What the workers do with it. */
function SentLine({
  sent: { stage, done, total },
}: {
  readonly sent: Sending & { readonly kind: 'running' };
}) {
  const session = useSession();
  const count = total > 0 ? ` · ${done.toLocaleString('en')} of ${total.toLocaleString('en')}` : '';
  return (
    <div className="collection-line">
      <span role="status" aria-label="Counting">
        Sent to workers: {stage}
        {count}
      </span>
      <progress aria-label="Images counted" max={1} value={total > 0 ? done / total : undefined} />
      <Button className="small-button" onPress={() => session.collection.sending.cancel()}>
        Cancel
      </Button>
    </div>
  );
}
