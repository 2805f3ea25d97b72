/** A model by its name on the hub: it is used where it is in the download cache already. */
import { useState, type SyntheticEvent } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useSession } from '../../app/context.ts';
import type { AppState } from '../../state/store.ts';

const selectLoading = (state: AppState) => state.model.kind === 'loading';

export function HubName() {
  const session = useSession();
  const loading = useApp(selectLoading);
  const [name, setName] = useState('');

  function use(event: SyntheticEvent): void {
    event.preventDefault();
    void session.useModel({ directory: name.trim() });
  }

  return (
    <form className="hub-name" onSubmit={use}>
      <input
        type="text"
        className="ask-field selectable"
        aria-label="Name of a downloaded model"
        placeholder="llava-hf/llava-1.5-7b-hf"
        value={name}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" className="button" isDisabled={loading || name.trim() === ''}>
        Use from the download cache
      </Button>
    </form>
  );
}
