/** Calibrating on these images: the job, and whether its promise holds on images that were left out. */
import { Button } from 'react-aria-components';
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { useApp, useSession } from '../../app/context.ts';
import { calibrateHere } from '../../commands/collection.ts';
import { Help } from '../../controls/Help.tsx';
import { selectSelectedRows } from '../../state/collection/selectors.ts';
import { isActive } from '../../state/jobs-slice.ts';
import type { AppState } from '../../state/store.ts';
import { heldBackSentences } from '../../words/collection-words.ts';
import { jobProgressWords } from '../../words/job-words.ts';
import { plural } from '../../../src-engine/report/units.ts';

const selectAlive = (state: AppState) => state.columns.alive;
const selectCheck = (state: AppState) => state.heldBack;
/** The newest that has not been dealt with. */
const selectJob = ({ jobs }: AppState) =>
  jobs.find(({ kind, state }) => kind === 'calibrate' && state !== 'cancelled') ?? null;
const enough = 100;

export function CalibratePart() {
  const session = useSession();
  const selected = useApp(selectSelectedRows).length;
  const all = useApp(selectAlive).reduce((sum, alive) => sum + alive, 0);
  const check = useApp(selectCheck);
  const job = useApp(selectJob);
  const images = selected > 0 ? selected : all;
  const which = selected > 0 ? `the ${plural(images, 'selected image')}` : `all ${plural(images, 'image')}`;
  const active = job !== null && (isActive(job) || job.state === 'paused');
  return (
    <section className="panel" aria-labelledby="collection-calibrate">
      <header>
        <h2 id="collection-calibrate">Calibration</h2>
        <Help term="Calibrating on a folder">
          Finds the thresholds that keep the asked average on these images, so that a budget means what it
          says for pictures like yours. Every tenth image is left out and tells afterwards whether the target
          is met.
        </Help>
      </header>
      <p className="collection-small">
        Calibrates the model in use on {which}.
        {images < enough
          ? ` That is few: with fewer than ${enough}, other pictures may keep other averages.`
          : ''}
      </p>
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
        <p className="bench-ways">
          <CommandTextButton command={calibrateHere} label="Calibrate" />
          {job?.state === 'done' && check.kind === 'none' ? (
            <Button className="button" onPress={() => void session.collection.calibrating.use(job.id)}>
              Use the last calibration
            </Button>
          ) : null}
        </p>
      )}
      {job?.state === 'failed' ? (
        <p className="panel-note" role="alert">
          {job.failure}
        </p>
      ) : null}
      {check.kind === 'running' ? (
        <p role="status">
          Checking it on images left out: {check.done} of {check.total}
        </p>
      ) : null}
      {check.kind === 'failed' ? (
        <p className="panel-note" role="alert">
          {check.message}
        </p>
      ) : null}
      {check.kind === 'done' ? (
        <div className="collection-plan selectable" role="status" aria-label="Check of the calibration">
          {heldBackSentences(check).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      ) : null}
    </section>
  );
}
