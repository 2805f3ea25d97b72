/** Calibrating the model in use: on the folder that is open as a collection, or on the pictures of Explore, and what the newest run was worth. */
import { CalibrationJob } from '../../app/CalibrationJob.tsx';
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { useApp } from '../../app/context.ts';
import { calibrateHere, calibrateShelf, openCollection } from '../../commands/collection.ts';
import { selectCalibrationReport } from '../../state/collection/selectors.ts';
import { calibrationSentences } from '../../words/calibration-words.ts';
import { folderName } from '../../words/collection-words.ts';
import type { AppState } from '../../state/store.ts';

const selectFolder = ({ columns }: AppState) => (columns.rows === 0 ? null : columns.source);

export function CalibrateModel() {
  const report = useApp(selectCalibrationReport);
  const folder = useApp(selectFolder);
  return (
    <section aria-label="Calibrating">
      <CalibrationJob>
        <p className="bench-ways">
          {folder === null ? null : (
            <CommandTextButton command={calibrateHere} label={`Calibrate on ${folderName(folder)}`} />
          )}
          <CommandTextButton command={calibrateShelf} label="Calibrate on Explore’s pictures" />
          <CommandTextButton
            command={openCollection}
            label={folder === null ? 'Choose a folder to calibrate on…' : 'Choose another folder…'}
          />
        </p>
      </CalibrationJob>
      {report === null
        ? null
        : calibrationSentences(report.result).map((sentence) => (
            <p key={sentence} className="muted selectable">
              {sentence}
            </p>
          ))}
    </section>
  );
}
