/** Who is asked for models: a mirror, nobody at all, and with which access token. */
import { useEffect, useState, type SyntheticEvent } from 'react';
import { Button } from 'react-aria-components';
import type { HubChanges, HubState } from '../../../electron/bridge.ts';
import { useApp, useSession } from '../../app/context.ts';
import { Switch } from '../../controls/Switch.tsx';
import type { AppState } from '../../state/store.ts';

const selectHub = (state: AppState) => state.hub;

export function HubSettings() {
  const session = useSession();
  const hub = useApp(selectHub);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => {
    void session.library.readHub();
  }, [session]);
  if (hub === null) return null;
  const write = async (changes: HubChanges) => {
    const words = await session.library.writeHub(changes);
    setRefusal(words === null ? null : { words, about: changes.token === undefined ? 'mirror' : 'token' });
  };
  return (
    <details className="hub-settings">
      <summary>
        Where models come from: {hub.trouble === undefined ? hubWords(hub) : 'something is wrong'}
      </summary>
      {hub.trouble === undefined ? null : <p role="alert">{hub.trouble}</p>}
      <Switch
        label="Stay offline: ask nobody for models"
        checked={hub.offline}
        onChange={(offline) => void write({ offline })}
      />
      <Line
        label="Mirror"
        placeholder="https://huggingface.co"
        initial={hub.endpoint ?? ''}
        act="Set the mirror"
        onSubmit={(text) => void write({ endpoint: text === '' ? null : text })}
      />
      <Refused refusal={refusal} about="mirror" />
      <TokenLine hub={hub} write={write} />
      <Refused refusal={refusal} about="token" />
    </details>
  );
}

/** Why a change was not taken, said where it was made. */
interface Refusal {
  readonly about: 'mirror' | 'token';
  readonly words: string;
}

function Refused({ refusal, about }: Pick<Refusal, 'about'> & { readonly refusal: Refusal | null }) {
  if (refusal?.about !== about) return null;
  return (
    <p role="alert" className="known-missing">
      {refusal.words}
    </p>
  );
}

function hubWords({ asks, forbiddenBy, tokenFrom }: HubState): string {
  if (forbiddenBy !== null) return `nowhere, because ${forbiddenBy} says to stay offline`;
  return tokenFrom === null ? asks : `${asks}, with an access token`;
}

const tokenWords = {
  settings: 'An access token is kept in the key store of this system. It goes to the hub alone.',
  environment: 'The access token of HF_TOKEN goes to the hub.',
  file: 'The access token that hf auth login has kept goes to the hub.',
} as const;

function TokenLine({
  hub,
  write,
}: {
  readonly hub: HubState;
  readonly write: (changes: HubChanges) => Promise<void>;
}) {
  const { tokenFrom, cannotKeep } = hub;
  return (
    <>
      <p className="muted">
        {tokenFrom === null
          ? 'Models that are not for everybody need an access token.'
          : tokenWords[tokenFrom]}
      </p>
      {tokenFrom === 'settings' ? (
        <Button className="button" onPress={() => void write({ token: null })}>
          Forget the access token
        </Button>
      ) : cannotKeep === null ? (
        <Line
          label="Access token"
          placeholder="hf_…"
          initial=""
          secret
          act="Keep the access token"
          onSubmit={(token) => (token === '' ? undefined : void write({ token }))}
        />
      ) : (
        <p className="muted">{cannotKeep}</p>
      )}
    </>
  );
}

interface LineProps {
  readonly label: string;
  readonly placeholder: string;
  readonly initial: string;
  readonly act: string;
  readonly secret?: boolean;
  readonly onSubmit: (text: string) => void;
}

function Line({ label, placeholder, initial, act, secret = false, onSubmit }: LineProps) {
  const [text, setText] = useState(initial);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSubmit(text.trim());
    if (secret) setText('');
  };
  return (
    <form className="hub-name" onSubmit={submit}>
      <input
        type={secret ? 'password' : 'text'}
        className="ask-field selectable"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        spellCheck={false}
        autoComplete="off"
        maxLength={secret ? 4096 : 500}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" className="button">
        {act}
      </Button>
    </form>
  );
}
