/** The repeated measurement while it runs, with a way to end it, and why it ended where it was not complete. */
import { useApp, useSession } from '../../app/context.ts';
import { selectMeasurement } from '../../state/selectors.ts';

export function MeasureLine() {
  const measurement = useApp(selectMeasurement);
  const session = useSession();
  if (measurement === undefined) return null;
  const { progress, full } = measurement;
  switch (progress.kind) {
    case 'done':
      return null;
    case 'cancelled':
      return <p className="verdict-detail">Measuring was stopped early.</p>;
    case 'failed':
      return <p className="verdict-detail">Measuring failed: {progress.message}</p>;
    case 'running': {
      const words = `Measuring, ${full.length} of ${progress.pairs}`;
      return (
        <p className="measuring">
          <progress aria-label={words} max={progress.pairs} value={full.length} />
          <span>{words}</span>
          <button type="button" className="link-button" onClick={() => session.stop()}>
            Cancel
          </button>
        </p>
      );
    }
  }
}
