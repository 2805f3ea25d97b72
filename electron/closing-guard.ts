/** Asks before the window is closed over a session whose file is not as the session is. */
import { app, dialog, type BrowserWindow } from 'electron';

export interface ClosingGuard {
  /** Whether there is something to be asked about. */
  readonly mark: (changed: boolean) => void;
  /** The session has been saved, or saving it has failed or was given up. */
  readonly settled: (saved: boolean) => void;
}

/** @param save has the page save its session */
export function createClosingGuard(window: BrowserWindow, save: () => void): ClosingGuard {
  let changed = false;
  let asking = false;
  let closesOnceSaved = false;
  let decided = false;

  function close(): void {
    decided = true;
    app.quit();
  }

  async function ask(): Promise<void> {
    asking = true;
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: 'The session has changed since it was saved.',
      detail: 'Without saving, its file stays as it is.',
      buttons: ['Save', 'Do not save', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
    });
    asking = false;
    if (response === 1) close();
    if (response !== 0) return;
    closesOnceSaved = true;
    save();
  }

  window.on('close', (event) => {
    if (decided || !changed || window.webContents.isCrashed()) return;
    event.preventDefault();
    if (!asking) void ask();
  });

  return {
    mark: (next) => {
      changed = next;
      window.setDocumentEdited(next);
    },
    settled: (saved) => {
      if (saved && closesOnceSaved) close();
      closesOnceSaved = false;
    },
  };
}
