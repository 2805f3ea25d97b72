/** Which calibration the model in use has, the one that ships or a file of the user's own, and the way from one to the other. */
import { Button } from 'react-aria-components';
import type { ModelInfo } from '../../../src-engine/engine.ts';
import { useApp, useSession } from '../../app/context.ts';
import { calibrationKey } from '../../state/model-slice.ts';
import type { AppState } from '../../state/store.ts';
import { folderName } from '../../words/collection-words.ts';

const selectLoading = (state: AppState) => state.model.kind === 'loading';

export function CalibrationInUse({ info }: { readonly info: ModelInfo }) {
  const session = useSession();
  const loading = useApp(selectLoading);
  const chosen = useApp((state) => state.calibrationChoices[calibrationKey(state, info.directory)]);
  const { calibrationFile: inUse, otherCalibrations: others = [] } = info;
  if (inUse === undefined) return null;
  const own = inUse.shipped ? (chosen?.own ?? others.find(({ shipped }) => !shipped)?.file) : undefined;
  const canShipped = !inUse.shipped && others.some(({ shipped }) => shipped);
  return (
    <section className="calibration-in-use" aria-label="Calibration in use">
      <p className="selectable" title={inUse.file}>
        {inUse.shipped
          ? 'The calibration that came with DyMU Explorer is in use.'
          : `Your own calibration ${folderName(inUse.file)} is in use.`}
      </p>
      {canShipped ? (
        <Button className="button" isDisabled={loading} onPress={() => void session.useShippedCalibration()}>
          Use the shipped calibration
        </Button>
      ) : null}
      {own === undefined ? null : (
        <Button className="button" isDisabled={loading} onPress={() => void session.useCalibration(own)}>
          {`Use ${folderName(own)}`}
        </Button>
      )}
    </section>
  );
}
