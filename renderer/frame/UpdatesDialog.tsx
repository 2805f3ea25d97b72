/** Newer versions: what is known, what can be done next, and whether the application asks by itself. */
import { Button } from 'react-aria-components';
import type { UpdateState } from '../../electron/bridge.ts';
import { useApp, useSession } from '../app/context.ts';
import { Switch } from '../controls/Switch.tsx';
import type { AppState } from '../state/store.ts';
import { requestWords, stateWords } from '../words/update-words.ts';
import { WindowDialog } from './WindowDialog.tsx';

const selectUpdates = (state: AppState) => state.updates;
const selectAtStart = (state: AppState) => state.updatesAtStart;

export function UpdatesDialog() {
  return (
    <WindowDialog name="updates" title="Updates" className="updates-dialog">
      <UpdateFacts />
    </WindowDialog>
  );
}

function UpdateFacts() {
  const view = useApp(selectUpdates);
  const atStart = useApp(selectAtStart);
  const { updates } = useSession();
  if (view === null) return <p className="muted">One moment…</p>;
  const { host, running, state } = view;
  return (
    <>
      <p role="status" className="selectable">
        {stateWords(state, running)}
      </p>
      {state.kind === 'downloading' ? (
        <progress aria-label="Fetched" value={state.received} max={state.bytes} />
      ) : null}
      <NextStep state={state} updates={updates} />
      {host === null ? null : (
        <>
          <Switch label="Look for updates at every start" checked={atStart} onChange={updates.setAtStart} />
          <p className="muted">{requestWords(host)}</p>
        </>
      )}
    </>
  );
}

type Acts = ReturnType<typeof useSession>['updates'];

function NextStep({ state, updates }: { readonly state: UpdateState; readonly updates: Acts }) {
  switch (state.kind) {
    case 'unavailable':
    case 'checking':
    case 'installing':
      return null;
    case 'idle':
    case 'newest':
    case 'older':
      return <Act label="Check for updates" act={updates.check} />;
    case 'failed':
      return <Act label="Check again" act={updates.check} />;
    case 'found':
      return state.bytes === null ? (
        <Act label="Check again" act={updates.check} />
      ) : (
        <Act label="Download" act={updates.download} />
      );
    case 'downloading':
      return <Act label="Cancel" act={updates.cancel} />;
    case 'downloaded':
      return <Act label="Install and restart" act={updates.install} />;
  }
}

function Act({ label, act }: { readonly label: string; readonly act: () => void }) {
  return (
    <Button className="button" onPress={act}>
      {label}
    </Button>
  );
}
