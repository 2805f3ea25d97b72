/** What lies in the download cache, whoever has put it there: listed where it is, used, checked, taken away. */
import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import type { CachedHubModel } from '../../../src-engine/engine.ts';
import { useApp, useSession } from '../../app/context.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { CardPrecision } from './CardPrecision.tsx';
import { ModelDetails } from './ModelDetails.tsx';
import { ModelLine } from './ModelLine.tsx';
import { RemoveModel } from './RemoveModel.tsx';

const selectCached = (state: AppState) => state.cached;
const selectElsewhere = (state: AppState) => state.cannot.models;
const selectLoading = (state: AppState) => state.model.kind === 'loading';

export function CachedModels() {
  const session = useSession();
  const cached = useApp(selectCached);
  const elsewhere = useApp(selectElsewhere);
  useEffect(() => {
    void session.library.refresh();
  }, [session]);
  return (
    <section aria-labelledby="cached-models">
      <h3 id="cached-models">Download cache</h3>
      {elsewhere === undefined ? null : <p className="muted">{elsewhere}</p>}
      {cached.kind === 'unknown' ? <p className="muted">Looking into it…</p> : null}
      {cached.kind === 'failed' ? (
        <p role="alert" className="models-empty">
          {cached.message}
        </p>
      ) : null}
      {cached.kind === 'ready' ? (
        <>
          <p className="muted selectable">
            {cached.found.models.length === 0
              ? `No model lies in ${cached.found.cache} yet.`
              : `${cached.found.cache}, shared with other programs`}
          </p>
          {cached.found.models.length === 0 ? null : (
            <ul className="known-models" aria-labelledby="cached-models">
              {cached.found.models.map((model) => (
                <Cached key={model.directory} model={model} />
              ))}
            </ul>
          )}
        </>
      ) : null}
    </section>
  );
}

function Cached({ model }: { readonly model: CachedHubModel }) {
  const session = useSession();
  const loading = useApp(selectLoading);
  const here = useApp(selectElsewhere) === undefined;
  const inUse = useApp(selectModelInfo)?.directory;
  const { name, bytes, usable, versions, licence } = model;
  const used = versions.some(({ directory }) => directory === inUse);
  const lacking = usable === null ? versions.find(({ lacks }) => lacks !== null) : undefined;
  const main = versions.find(({ directory }) => directory === usable);
  return (
    <li className="known-model">
      <div>
        <strong>{name}</strong>
        {used ? <span className="muted"> in use</span> : null}
        <ModelLine directory={usable} bytesOnDisk={bytes} licence={licence}>
          {versions.length > 1 ? ` · ${versions.length} versions` : ''}
          {versions.every(({ own }) => !own) ? ' · fetched by another program' : ''}
        </ModelLine>
        {lacking === undefined ? null : (
          <p className="known-missing">Not whole yet: {lacking.lacks} is missing.</p>
        )}
        {usable === null || used ? null : <CardPrecision name={name} directory={usable} />}
        {usable === null ? null : <ModelDetails name={name} directory={usable} more={[['Folder', usable]]} />}
      </div>
      {usable === null ? (
        !here ? null : (
          <Button
            className="button"
            aria-label={`Go on with ${name}`}
            onPress={() => void session.library.resume(name)}
          >
            Go on
          </Button>
        )
      ) : (
        <Button
          className="button"
          aria-label={`Use ${name}`}
          isDisabled={used || loading}
          onPress={() => void session.useModel({ directory: usable })}
        >
          Use
        </Button>
      )}
      {main === undefined || !here ? null : (
        <Button
          className="button"
          aria-label={`Check ${name}`}
          onPress={() => void session.library.repair(name, main.commit)}
        >
          Check
        </Button>
      )}
      {here ? <RemoveModel model={model} used={used} /> : null}
    </li>
  );
}
