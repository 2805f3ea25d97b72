/** A dialog for what lies on the server: its folders from the top, one after the other, and a file or folder to choose. */
import { File, Folder, FolderUp, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { ServerFolder } from '../../serve/protocol.ts';

export interface FolderQuestion {
  readonly title: string;
  /** What is to be chosen. */
  readonly what: 'file' | 'folder';
  readonly list: (folder: string | null) => Promise<ServerFolder>;
}

/** The path; null when cancelled. */
export function chooseOnServer(question: FolderQuestion): Promise<string | null> {
  const holder = document.createElement('div');
  document.body.append(holder);
  const root = createRoot(holder);
  return new Promise((resolve) => {
    const done = (path: string | null) => {
      resolve(path);
      // Not while it is being drawn.
      setTimeout(() => {
        root.unmount();
        holder.remove();
      }, 0);
    };
    root.render(<ServerFolders {...question} done={done} />);
  });
}

interface Props extends FolderQuestion {
  readonly done: (path: string | null) => void;
}

function ServerFolders({ title, what, list, done }: Props) {
  const [at, setAt] = useState<string | null>(null);
  const [shown, setShown] = useState<ServerFolder | string>('One moment…');
  useEffect(() => {
    let here = true;
    list(at).then(
      (folder) => here && setShown(folder),
      (error: unknown) => here && setShown(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      here = false;
    };
  }, [at, list]);
  const folder = typeof shown === 'string' ? null : shown;
  return (
    <ModalOverlay className="modal-veil" isOpen onOpenChange={(open) => !open && done(null)} isDismissable>
      <Modal className="modal modal-narrow">
        <Dialog className="window-dialog server-folders">
          <header>
            <Heading slot="title">{title}</Heading>
            <Button className="icon-button" aria-label="Close" onPress={() => done(null)}>
              <X aria-hidden size="1rem" />
            </Button>
          </header>
          <p className="muted selectable">
            {folder === null ? (shown as string) : (folder.path ?? folder.name)}
          </p>
          {folder === null ? null : <Entries folder={folder} what={what} open={setAt} choose={done} />}
          {what === 'folder' && folder !== null && folder.path !== null ? (
            <Button className="button button-accent" onPress={() => done(folder.path)}>
              Choose {folder.name}
            </Button>
          ) : null}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface EntriesProps {
  readonly folder: ServerFolder;
  readonly what: FolderQuestion['what'];
  readonly open: (path: string | null) => void;
  readonly choose: (path: string) => void;
}

function Entries({ folder, what, open, choose }: EntriesProps) {
  const { above, folders, files } = folder;
  const offered = what === 'file' ? files : [];
  return (
    <ul className="server-entries" aria-label="Contents">
      {above === undefined ? null : (
        <li>
          <Button className="menu-item" autoFocus onPress={() => open(above)}>
            <FolderUp aria-hidden size="1rem" /> Back
          </Button>
        </li>
      )}
      {folders.map(({ name, path }) => (
        <li key={path}>
          <Button className="menu-item" onPress={() => open(path)}>
            <Folder aria-hidden size="1rem" /> {name}
          </Button>
        </li>
      ))}
      {offered.map(({ name, path }) => (
        <li key={path}>
          <Button className="menu-item" onPress={() => choose(path)}>
            <File aria-hidden size="1rem" /> {name}
          </Button>
        </li>
      ))}
      {folders.length + offered.length === 0 ? (
        <li className="muted">
          {what === 'file' ? 'There is nothing here.' : 'There are no folders in it.'}
        </li>
      ) : null}
    </ul>
  );
}
