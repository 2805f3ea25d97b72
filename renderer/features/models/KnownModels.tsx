/** The models that can be used without looking for them: the embedded one first, then those that were in use before. */
import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import type { KnownModel } from '../../../electron/bridge.ts';
import { useApp, useSession } from '../../app/context.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { CardPrecision } from './CardPrecision.tsx';
import { ModelDetails } from './ModelDetails.tsx';
import { ModelLine } from './ModelLine.tsx';

const selectKnown = (state: AppState) => state.knownModels;
const selectEmbedded = (state: AppState) => state.embedded;
const selectModel = (state: AppState) => state.model;

export function KnownModels() {
  const session = useSession();
  const known = useApp(selectKnown);
  const embedded = useApp(selectEmbedded);
  useEffect(() => {
    void session.refreshModels();
  }, [session]);
  return (
    <section aria-labelledby="known-models">
      <h3 id="known-models">Known models</h3>
      <ul className="known-models" aria-labelledby="known-models">
        {embedded === null ? null : (
          <Entry
            name="Embedded model"
            place="Comes with DyMU Explorer, for its drawn sample scenes"
            directory={embedded}
            missing={false}
            onUse={() => void session.useEmbedded()}
          />
        )}
        {known.map((model) => (
          <Entry
            key={model.directory}
            name={model.name}
            place={model.directory}
            directory={model.directory}
            missing={model.missing}
            usedMs={model.usedMs}
            onUse={() => void session.useModel(sourceOf(model))}
            onRemove={() => void session.forgetModel(model)}
          />
        ))}
      </ul>
      {known.length === 0 ? (
        <p className="muted">A model folder that you open is listed here from then on.</p>
      ) : null}
    </section>
  );
}

function sourceOf({ directory, calibration }: KnownModel) {
  return { directory, ...(calibration === undefined ? {} : { calibration }) };
}

interface EntryProps {
  readonly name: string;
  readonly place: string;
  readonly directory: string;
  readonly missing: boolean;
  readonly usedMs?: number | undefined;
  readonly onUse: () => void;
  readonly onRemove?: () => void; // absent: it stays
}

function Entry({ name, place, directory, missing, usedMs, onUse, onRemove }: EntryProps) {
  const model = useApp(selectModel);
  const used = useApp(selectModelInfo)?.directory === directory;
  const loading = model.kind === 'loading';
  const loadingThis = loading && model.directory === directory;
  return (
    <li className="known-model" data-missing={missing || undefined}>
      <div>
        <strong>{name}</strong>
        {used ? <span className="muted"> in use</span> : null}
        {loadingThis ? <span className="muted"> loading…</span> : null}
        <p className="muted selectable">{place}</p>
        <ModelLine directory={missing ? null : directory} usedMs={usedMs} />
        {missing ? (
          <p className="known-missing">
            This folder is not there now. Connect the drive that holds it, or remove the entry.
          </p>
        ) : (
          <>
            {used ? null : <CardPrecision name={name} directory={directory} />}
            <ModelDetails name={name} directory={directory} />
          </>
        )}
      </div>
      <Button
        className="button"
        aria-label={`Use ${name}`}
        isDisabled={used || loading || missing}
        onPress={onUse}
      >
        Use
      </Button>
      {onRemove === undefined ? null : (
        <Button
          className="button"
          aria-label={`Remove ${name} from the list`}
          isDisabled={used || loadingThis}
          onPress={onRemove}
        >
          Remove
        </Button>
      )}
    </li>
  );
}
