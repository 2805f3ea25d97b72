/** A page whose process ended is loaded again, and one that does not answer is asked about; never in a circle. */
import { app, dialog, type BrowserWindow } from 'electron';
import { pageEndInWords } from './exit-words.ts';

/** Two ends within so long, and the user says whether it is tried again. */
const circleMs = 10_000;

/** @param ended hears why the page is loaded again, a sentence */
export function revive(window: BrowserWindow, ended: (cause: string) => void): void {
  let last = 0;
  // Not at once: Electron itself ends when a page is loaded while it reports the end of the one before.
  const reload = () =>
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, 100);

  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit') return;
    console.error(`The page's process ended: ${reason}.`);
    const cause = pageEndInWords(reason);
    ended(cause);
    const now = Date.now();
    const circle = now - last < circleMs;
    last = now;
    if (circle) void askWhether(window, cause).then((again) => (again ? reload() : app.quit()));
    else reload();
  });

  const asking: { controller?: AbortController } = {};
  window.on('responsive', () => asking.controller?.abort());
  window.on('unresponsive', () => {
    if (asking.controller !== undefined) return;
    const controller = new AbortController();
    asking.controller = controller;
    void askToWait(window, controller.signal).then((wait) => {
      delete asking.controller;
      if (wait || controller.signal.aborted || window.isDestroyed()) return;
      window.webContents.forcefullyCrashRenderer(); // from here on it is as if it had crashed
    });
  });
}

async function askWhether(window: BrowserWindow, cause: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: `${cause} It ended twice within a few seconds.`,
    detail: 'The engine goes on, and nothing that was kept is lost.',
    buttons: ['Load it again', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 0;
}

async function askToWait(window: BrowserWindow, signal: AbortSignal): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'The window does not answer.',
    detail: 'It can be loaded again; pictures, budget, question and answers stay.',
    buttons: ['Wait', 'Load it again'],
    defaultId: 0,
    cancelId: 0,
    signal,
  });
  return response === 0;
}
