/** Windows of two builds lie on each other: one that is covered or has not the focus is to be drawn all the same. */
import { rm } from 'node:fs/promises';
import type { ElectronApplication, Page } from 'playwright-core';
import type { OpenWindow } from '../../window/launch.ts';

/** With a folder of user data of its own. */
export interface MeasuredWindow extends OpenWindow {
  readonly data: string;
}

export async function close({ app, data }: MeasuredWindow): Promise<void> {
  await app.close();
  await rm(data, { recursive: true, force: true });
}

export const alwaysDrawn = [
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
] as const;

/** A page that takes itself for the one that has the keyboard, whichever window has it. */
export async function holdFocus(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page); // for as long as the page is there
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
}

export async function toFront(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    window?.moveTop();
    window?.focus();
  });
}
