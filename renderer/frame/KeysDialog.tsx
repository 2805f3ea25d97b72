/** The list of keys, from the table of commands. */
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { X } from 'lucide-react';
import { keyHelp } from '../commands/key-help.ts';
import { isMac } from '../commands/keys.ts';
import { useApp, useAppStore } from '../app/context.ts';
import type { AppState } from '../state/store.ts';

const selectOpen = (state: AppState) => state.dialog === 'keys';

export function KeysDialog() {
  const open = useApp(selectOpen);
  const store = useAppStore();
  const groups = keyHelp(isMac());
  return (
    <ModalOverlay
      className="modal-veil"
      isOpen={open}
      onOpenChange={(next) => store.getState().setDialog(next ? 'keys' : null)}
      isDismissable
    >
      <Modal className="modal">
        <Dialog className="keys-dialog">
          {({ close }) => (
            <>
              <header>
                <Heading slot="title">Keys</Heading>
                <Button className="icon-button" aria-label="Close" onPress={close}>
                  <X aria-hidden size="1rem" />
                </Button>
              </header>
              <div className="keys-columns">
                {groups.map(({ title, keys }) => (
                  <section key={title}>
                    <h3>{title}</h3>
                    <dl>
                      {keys.map((entry) => (
                        <div key={`${entry.keys} ${entry.words}`}>
                          <dt>{entry.keys}</dt>
                          <dd>{entry.words}</dd>
                        </div>
                      ))}
                    </dl>
                  </section>
                ))}
              </div>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
