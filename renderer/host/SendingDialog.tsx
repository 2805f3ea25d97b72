/** A dialog that shows how far files are that go to the server; nothing for what is quick. */
import { useEffect, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Progress } from './sending.ts';

/** Whoever sends one picture to a server nearby sees no dialog flash. */
const quickMs = 600;
const MB = 1_048_576;

/** @param stop ends what is under way */
export function sendingDialog(stop: () => void): (progress: Progress | null) => void {
  let root: Root | undefined;
  let holder: HTMLElement | undefined;
  return (progress) => {
    if (progress !== null) {
      if (holder === undefined) {
        holder = document.createElement('div');
        document.body.append(holder);
        root = createRoot(holder);
      }
      root?.render(<Later progress={progress} stop={stop} />);
      return;
    }
    root?.unmount();
    holder?.remove();
    [root, holder] = [undefined, undefined];
  };
}

interface Props {
  readonly progress: Progress;
  readonly stop: () => void;
}

function Later(props: Props) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), quickMs);
    return () => clearTimeout(timer);
  }, []);
  return shown ? <SendingDialog {...props} /> : null;
}

export function SendingDialog({ progress, stop }: Props) {
  const { name, done, files, sent, bytes } = progress;
  const which = files === 1 ? name : `${name} (${Math.min(done + 1, files)} of ${files})`;
  return (
    <ModalOverlay className="modal-veil" isOpen onOpenChange={(open) => !open && stop()}>
      <Modal className="modal modal-narrow">
        <Dialog className="window-dialog sending">
          <Heading slot="title">Sending to the server</Heading>
          <p>{which}</p>
          <progress aria-label="Sent" max={1} value={bytes === 0 ? 0 : sent / bytes} />
          <p className="muted">
            {megabytes(sent)} of {megabytes(bytes)} MB
          </p>
          <Button className="button" onPress={stop} autoFocus>
            Stop sending
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Says which of several files were not sent. @param sentences one a file */
export function tellUnsent(sentences: readonly string[]): void {
  const holder = document.createElement('div');
  document.body.append(holder);
  const root = createRoot(holder);
  const done = () => {
    setTimeout(() => {
      root.unmount();
      holder.remove();
    }, 0);
  };
  root.render(<Unsent sentences={sentences} done={done} />);
}

function Unsent({ sentences, done }: { readonly sentences: readonly string[]; readonly done: () => void }) {
  return (
    <ModalOverlay className="modal-veil" isOpen onOpenChange={(open) => !open && done()} isDismissable>
      <Modal className="modal modal-narrow">
        <Dialog className="window-dialog unsent">
          <Heading slot="title">
            {sentences.length === 1 ? 'One file was not sent' : `${sentences.length} files were not sent`}
          </Heading>
          <ul>
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <Button className="button" onPress={done} autoFocus>
            Close
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

const megabytes = (bytes: number): string => (bytes / MB).toFixed(1);
