/** Before a collection goes to workers: what will happen, what they need, and the address of the queue. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useSession } from '../app/context.ts';
import { selectUncounted } from '../session/collection/counting.ts';
import type { AppState } from '../state/store.ts';
import { folderName } from '../words/collection-words.ts';
import { plural } from '../../src-engine/report/units.ts';
import { WindowDialog } from './WindowDialog.tsx';

const selectFolder = ({ collection }: AppState) => (collection.kind === 'none' ? '' : collection.folder);
const selectAddress = (state: AppState) => state.queueAddress;
const selectSending = (state: AppState) => state.sending;

export function SendDialog() {
  return (
    <WindowDialog name="send" title="Send to workers" className="send-dialog">
      <Form />
    </WindowDialog>
  );
}

function Form() {
  const folder = useApp(selectFolder);
  const left = useApp(selectUncounted);
  const sending = useApp(selectSending);
  const { collection, copyText } = useSession();
  const [address, setAddress] = useState(useApp(selectAddress));
  const asking = sending.kind === 'asking';
  const command = collection.sending.workerCommand(address);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void collection.sending.start(address);
      }}
    >
      <p>
        Other computers count the {plural(left, 'image')} of {folderName(folder)} whose tokens are not known,
        sixteen at a time, and counting here pauses meanwhile. What they count lands in this collection and is
        kept. The run ends with this window; sent again, it goes on.
      </p>
      <p>
        Each of them runs this, and must see <span className="selectable">{folder}</span> at the same path:
      </p>
      <p className="send-command">
        <code className="selectable">{command}</code>
        <Button className="small-button" aria-label="Copy the command" onPress={() => void copyText(command)}>
          Copy
        </Button>
      </p>
      <label className="send-address">
        Address of the queue
        <input
          className="text-field"
          placeholder="redis://HOST:6379"
          spellCheck={false}
          value={address}
          onChange={({ target }) => setAddress(target.value)}
        />
      </label>
      <p className="muted">
        A Redis-compatible server that this computer and the workers reach. An address with a password is
        forgotten when the window is closed.
      </p>
      {sending.kind === 'refused' ? (
        <p className="run-failed selectable" role="alert">
          {sending.message}
        </p>
      ) : null}
      <p className="bench-ways">
        <Button type="submit" className="button button-accent" isDisabled={asking || address.trim() === ''}>
          Send {plural(left, 'image')}
        </Button>
        {asking ? (
          <>
            <span className="muted" role="status">
              Asking the server…
            </span>
            <Button className="button" onPress={() => collection.sending.cancel()}>
              Cancel
            </Button>
          </>
        ) : null}
      </p>
    </form>
  );
}
