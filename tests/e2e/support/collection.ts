/** The Collection view as automation knows it: by the accessible names that are promised to stay. */
import type { ElectronApplication, Page } from 'playwright-core';

interface Parts {
  readonly app: ElectronApplication;
  readonly page: Page;
}

export function collection({ app, page }: Parts) {
  /** Through the system's dialog, which answers by itself here. */
  async function open(folder: string): Promise<void> {
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, folder);
    const view = collectionOn(page);
    await view.choose();
    await view.table.waitFor();
  }

  return { ...collectionOn(page), open };
}

/** What can be done without the application's main process. */
export function collectionOn(page: Page) {
  const shown = page.getByRole('status', { name: 'Images shown' });
  const plan = page.getByRole('status', { name: 'Budget plan' });

  /** Presses what asks for a folder. */
  async function choose(): Promise<void> {
    await page.getByRole('link', { name: 'Collection' }).click();
    await page
      .getByRole('main')
      .getByRole('button', { name: 'Open a folder as a collection' })
      .first()
      .click();
  }

  /** Waits until so many images are counted, all of them. */
  async function counted(images: number): Promise<void> {
    const all = new RegExp(`These ${images.toLocaleString('en')} images cost`);
    await plan
      .filter({ hasText: all })
      .filter({ hasNotText: 'not counted yet' })
      .waitFor({ timeout: 150_000 });
  }

  return {
    choose,
    counted,
    shown,
    plan,
    table: page.getByRole('table', { name: 'Images in the collection' }),
    slider: page.getByRole('slider', { name: 'Collection budget' }),
  };
}
