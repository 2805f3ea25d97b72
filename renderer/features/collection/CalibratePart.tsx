/** Calibrating on these images or on those of the shelf: warnings, the job, and whether its averages hold on images held back. */
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { CalibrationJob } from '../../app/CalibrationJob.tsx';
import { useApp } from '../../app/context.ts';
import { calibrateHere, calibrateShelf } from '../../commands/collection.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import { selectCalibrationReport, selectSelectedRows } from '../../state/collection/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { plural } from '../../../src-engine/report/units.ts';
import { CalibrationReport } from './CalibrationReport.tsx';

const selectAlive = (state: AppState) => state.columns.alive;
const selectFacts = (state: AppState) => state.collectionFacts;
const enough = 100;
/** Of the engine's notes, those that a calibration answers. */
const aboutCalibration: ReadonlySet<string> = new Set(['calibration', 'few', 'unlike']);

export function CalibratePart() {
  const selected = useApp(selectSelectedRows).length;
  const all = useApp(selectAlive).reduce((sum, alive) => sum + alive, 0);
  const report = useApp(selectCalibrationReport);
  const { notes } = useApp(selectFacts);
  const images = selected > 0 ? selected : all;
  const which = selected > 0 ? `the ${plural(images, 'selected image')}` : `all ${plural(images, 'image')}`;
  return (
    <section className="panel" aria-labelledby="collection-calibrate">
      <header>
        <h2 id="collection-calibrate">Calibration</h2>
        <TermHelp id="calibrating-here" />
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
      <CalibrationJob>
        <p className="bench-ways">
          <CommandTextButton command={calibrateHere} label="Calibrate" />
          <CommandTextButton command={calibrateShelf} label="Calibrate on Explore’s pictures" />
        </p>
      </CalibrationJob>
      {report === null ? null : <CalibrationReport report={report} />}
    </section>
  );
}
