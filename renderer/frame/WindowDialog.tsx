/** The frame of the window's dialogs: a veil, a title, a way out. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useApp, useAppStore } from '../app/context.ts';
import type { DialogName } from '../state/frame-slice.ts';
import type { AppState } from '../state/store.ts';

interface Props {
  readonly name: DialogName;
  readonly title: string;
  readonly className: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

const selectDialog = (state: AppState) => state.dialog;

export function WindowDialog({ name, title, className, wide = false, children }: Props) {
  const open = useApp(selectDialog) === name;
  const store = useAppStore();
  return (
    <ModalOverlay
      className="modal-veil"
      isOpen={open}
      onOpenChange={(next) => store.getState().setDialog(next ? name : null)}
      isDismissable
    >
      <Modal className={wide ? 'modal' : 'modal modal-narrow'}>
        <Dialog className={`window-dialog ${className}`}>
          {({ close }) => (
            <>
              <header>
                <Heading slot="title">{title}</Heading>
                <Button className="icon-button" aria-label="Close" onPress={close}>
                  <X aria-hidden size="1rem" />
                </Button>
              </header>
              {children}
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
