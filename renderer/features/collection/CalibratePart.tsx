/** Calibrating on these images or on those of the shelf: warnings, the job, and whether its averages hold on images held back. */
import { Button } from 'react-aria-components';
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { useApp, useSession } from '../../app/context.ts';
import { calibrateHere, calibrateShelf } from '../../commands/collection.ts';
import { Help } from '../../controls/Help.tsx';
import { selectSelectedRows } from '../../state/collection/selectors.ts';
import { isActive } from '../../state/jobs-slice.ts';
import type { AppState } from '../../state/store.ts';
import { jobProgressWords } from '../../words/job-words.ts';
import { plural } from '../../../src-engine/report/units.ts';
import { CalibrationReport } from './CalibrationReport.tsx';

const selectAlive = (state: AppState) => state.columns.alive;
const selectReport = (state: AppState) => state.calibrated;
const selectFacts = (state: AppState) => state.collectionFacts;
/** The newest that has not been dealt with. */
const selectJob = ({ jobs }: AppState) =>
  jobs.find(({ kind, state }) => kind === 'calibrate' && state !== 'cancelled') ?? null;
const enough = 100;
/** Of the engine's notes, those that a calibration answers. */
const aboutCalibration: ReadonlySet<string> = new Set(['calibration', 'few', 'unlike']);

export function CalibratePart() {
  const session = useSession();
  const selected = useApp(selectSelectedRows).length;
  const all = useApp(selectAlive).reduce((sum, alive) => sum + alive, 0);
  const report = useApp(selectReport);
  const { notes } = useApp(selectFacts);
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
          says for pictures like yours. Every tenth image is held back and tells afterwards whether the
          averages hold.
        </Help>
      </header>
      <p className="collection-small">
        Calibrates the model in use on {which}.
        {images < enough
          ? ` That is few: with fewer than ${enough}, other pictures may keep other averages.`
          : ''}
      </p>
      {notes
        .filter(({ kind }) => aboutCalibration.has(kind))
        .map(({ kind, text }) => (
          <p key={kind} className="panel-note">
            {text}
          </p>
        ))}
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
          <CommandTextButton command={calibrateShelf} label="Calibrate on Explore’s pictures" />
        </p>
      )}
      {job?.state === 'failed' ? (
        <p className="panel-note" role="alert">
          {job.failure}
        </p>
      ) : null}
      {report === null ? null : <CalibrationReport report={report} />}
    </section>
  );
}
