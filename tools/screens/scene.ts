/** A state of the window that is worth a look: how it is brought about, and how it is left again. */
import type { ElectronApplication, Page } from 'playwright-core';

/** The window that scenes are played in. */
export interface Window {
  readonly app: ElectronApplication;
  readonly page: Page;
}

export interface Scene {
  /** Kebab-case; the picture's file is named after it. */
  readonly name: string;
  readonly arrange: (window: Window) => Promise<void>;
  /** Left out: what is on screen stays for the next scene. */
  readonly leave?: (window: Window) => Promise<void>;
}

/** Scenes that one window plays, one after the other. */
export interface Play {
  readonly name: string;
  /** Opened with the window, as the system would; they may be made in the folder that is handed over. */
  readonly files?: (folder: string) => Promise<readonly string[]>;
  /** Before every scene: what all of them begin with. Left out where each goes on from the one before. */
  readonly begin?: (window: Window) => Promise<void>;
  readonly scenes: readonly Scene[];
}

/** Chooses a command as the application menu does. */
export async function command({ app }: Window, id: string): Promise<void> {
  const found = await app.evaluate(({ Menu }, wanted) => {
    const entry = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    entry?.click();
    return entry?.enabled;
  }, id);
  if (found !== true) throw new Error(`The menu has no command ${id} that can run now.`);
}

/** The next dialog of the system answers with this. */
export async function willChoose({ app }: Window, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
}

/** Waits until the picture is encoded and nothing runs that the status line speaks of. */
export async function ready({ page }: Window): Promise<void> {
  await page.getByRole('status', { name: 'Activity' }).filter({ hasText: 'Ready' }).waitFor();
}

/** Waits until both answers are there and nothing runs. */
export async function settled(window: Window): Promise<void> {
  await window.page.getByRole('link', { name: 'Explore' }).click();
  for (const name of ['All tokens', 'Merged tokens'])
    await window.page
      .getByRole('region', { name })
      .and(window.page.locator('[aria-busy=false]'))
      .getByText(/first token/)
      .waitFor();
  await ready(window);
}

/** Waits for both answers; asks for them where an earlier scene has put them away. */
export async function answered(window: Window): Promise<void> {
  const { page } = window;
  await page.getByRole('link', { name: 'Explore' }).click();
  await ready(window);
  const there = page.getByRole('region', { name: 'Merged tokens' }).getByText(/first token/);
  if (!(await there.isVisible())) {
    await page.getByRole('textbox', { name: 'Question' }).fill('What is in this picture?');
    await command(window, 'ask');
  }
  await settled(window);
}

/** A dialog or popover that a command opens and Escape closes. */
export function dialog(name: string, id: string, more?: (window: Window) => Promise<void>): Scene {
  return {
    name,
    arrange: async (window) => {
      await command(window, id);
      await window.page.getByRole('dialog').waitFor();
      await more?.(window);
    },
    leave: closeDialog,
  };
}

export async function closeDialog({ page }: Window): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** Something that a press on a button opens and Escape closes. */
export function popover(name: string, button: string, role: 'dialog' | 'menu' = 'dialog'): Scene {
  return {
    name,
    arrange: async ({ page }) => {
      await page.getByRole('button', { name: button }).first().click();
      await page.getByRole(role).first().waitFor();
    },
    leave: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole(role).waitFor({ state: 'hidden' });
    },
  };
}

/** Evaluated in the page: somebody drops a file that is no picture. */
export const dropText = `{
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(['not a picture'], 'notes.txt', { type: 'text/plain' }));
  document.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}`;
