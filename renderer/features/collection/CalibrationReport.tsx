/** The newest calibration that is done: how it was made, and what images held back keep at each of its budgets. */
import { Button } from 'react-aria-components';
import { useApp, useSession } from '../../app/context.ts';
import type { CalibrationReport as Report } from '../../state/collection-slice.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import { calibrationSentences, isMet, marginOf } from '../../words/calibration-words.ts';
import { formatPercent } from '../../../src-engine/report/units.ts';
import type { HeldBackReport } from '../../../src-engine/engine.ts';

export function CalibrationReport({ report: { job, result } }: { readonly report: Report }) {
  const session = useSession();
  const info = useApp(selectModelInfo);
  const used = info?.calibration?.points ?? [];
  const inUse =
    used.length === result.points.length &&
    used.every(({ mean, std }, index) => {
      const point = result.points[index];
      return point?.mean === mean && point.std === std;
    });
  const { heldBack } = result;
  return (
    <div className="collection-plan selectable" role="group" aria-label="Newest calibration">
      {calibrationSentences(result).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {heldBack === undefined || heldBack.points.length === 0 ? null : <HeldBack heldBack={heldBack} />}
      {inUse ? (
        <p>The model uses it.</p>
      ) : (
        <p className="bench-ways">
          <Button className="small-button" onPress={() => void session.collection.calibrating.use(job)}>
            Use this calibration
          </Button>
        </p>
      )}
    </div>
  );
}

function HeldBack({ heldBack: { images, points } }: { readonly heldBack: HeldBackReport }) {
  return (
    <table className="bench-table" aria-label="Images held back">
      <thead>
        <tr>
          <th scope="col">Promised</th>
          <th scope="col">Measured</th>
          <th scope="col">Off by</th>
          <th scope="col">Holds</th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.promised}>
            <th scope="row">{point.promised.toFixed(1)}</th>
            <td>
              {point.mean.toFixed(1)} ± {marginOf(point, images).toFixed(1)}
            </td>
            <td>{formatPercent((point.mean - point.promised) / point.promised)}</td>
            <td>{isMet(point, images) ? 'yes' : 'no'}</td>
          </tr>
        ))}
      </tbody>
      <caption className="muted">
        Tokens per view on average, of {images} images, within two standard errors
      </caption>
    </table>
  );
}
