/** A model of the hub: named or pasted, looked up, and only then downloaded. */
import { X } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useApp, useAppStore, useSession } from '../../app/context.ts';
import type { AppState } from '../../state/store.ts';
import { DownloadPlan } from './DownloadPlan.tsx';
import { Suggestions } from './Suggestions.tsx';

const selectOpen = (state: AppState) => state.downloadOpen;
const selectPlan = (state: AppState) => state.plan;
const selectHub = (state: AppState) => state.hub;

export function DownloadDialog() {
  const open = useApp(selectOpen);
  const store = useAppStore();
  return (
    <ModalOverlay
      className="modal-veil"
      isOpen={open}
      onOpenChange={(next) => store.getState().setDownloadOpen(next)}
      isDismissable
    >
      <Modal className="modal">
        <Dialog className="window-dialog download-dialog">
          {({ close }) => (
            <>
              <header>
                <Heading slot="title">Download model</Heading>
                <Button className="icon-button" aria-label="Close" onPress={close}>
                  <X aria-hidden size="1rem" />
                </Button>
              </header>
              <LookUp />
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function LookUp() {
  const session = useSession();
  const plan = useApp(selectPlan);
  const hub = useApp(selectHub);
  const [model, setModel] = useState('');

  function look(event: SyntheticEvent): void {
    event.preventDefault();
    void session.library.look(model);
  }

  return (
    <>
      <form className="hub-name" onSubmit={look}>
        <input
          type="text"
          className="ask-field selectable"
          aria-label="Model to download"
          placeholder="org/name, or the link of its page"
          value={model}
          spellCheck={false}
          autoComplete="off"
          maxLength={500}
          onChange={(event) => setModel(event.target.value)}
        />
        <Button type="submit" className="button" isDisabled={model.trim() === ''}>
          Look up
        </Button>
      </form>
      <p className="muted">
        {hub !== null && hub.forbiddenBy !== null
          ? `Asks nobody, because ${hub.forbiddenBy} says to stay offline.`
          : `Asks ${hub === null || hub.asks === '' ? 'the hub' : hub.asks} for the list of its files and a few small ones; nothing else is fetched before you say so.`}
      </p>
      {plan.kind === 'asking' ? <p role="status">Looking for {plan.model}…</p> : null}
      {plan.kind === 'failed' ? (
        <p role="alert" className="models-empty selectable">
          {plan.message}
        </p>
      ) : null}
      {plan.kind === 'ready' ? <DownloadPlan plan={plan.plan} /> : null}
      {plan.kind === 'none' || plan.kind === 'failed' ? (
        <Suggestions
          onChoose={(name) => {
            setModel(name);
            void session.library.look(name);
          }}
        />
      ) : null}
    </>
  );
}
