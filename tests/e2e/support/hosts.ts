/** The window in each of its hosts: what is defined here runs in the application, and again in Chromium on `dymu serve`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { collectionOn } from './collection.ts';
import { describeWindow, launch, newUserData, removeUserData } from './launch.ts';
import { describeBrowser, launchChromium, startServerIn } from './served.ts';

export interface Hosted {
  readonly page: Page;
  /** What the page has logged as errors. */
  readonly pageErrors: string[];
  /** Shows a folder as a collection, chosen by whatever dialog the host has. */
  readonly openCollection: (folder: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface HostOptions {
  /** Browsers may choose from it. */
  readonly folder?: string;
  /** Saved before the start. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Against hangs alone. */
const longestMs = 120_000;

type Start = (options?: HostOptions) => Promise<Hosted>;

/** @param define gets what starts the host */
export function describeHosts(name: string, define: (start: Start) => void): void {
  describeWindow(`${name} in the application`, () => define(startApplication));
  describeBrowser(`${name} in a browser`, () => define(startBrowser));
}

const startApplication: Start = async ({ values } = {}) => {
  const userData = await newUserData();
  await settle(userData, values);
  const launched = await launch({ userData });
  const { app, page, pageErrors } = launched;
  page.setDefaultTimeout(longestMs);
  return {
    page,
    pageErrors,
    openCollection: async (folder) => {
      await app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
      }, folder);
      await collectionOn(page).choose();
      await collectionOn(page).table.waitFor();
    },
    close: async () => {
      await launched.close();
      await removeUserData(userData);
    },
  };
};

export const startBrowser: Start = async ({ folder, values } = {}) => {
  const own = await newUserData();
  await settle(join(own, 'data', 'serve'), values);
  const flags = folder === undefined ? [] : ['--folder', folder];
  const served = await startServerIn(own, ['--port', '0', ...flags]);
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(longestMs);
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text());
  });
  await page.goto(served.address.href);
  return {
    page,
    pageErrors,
    openCollection: async (path) => {
      await collectionOn(page).choose();
      const dialog = page.getByRole('dialog', { name: 'Open a folder as a collection' });
      await dialog.getByRole('button', { name: path }).click();
      await dialog.getByRole('button', { name: /^Choose / }).click();
      await collectionOn(page).table.waitFor();
    },
    close: async () => {
      await browser.close();
      await served.stop();
    },
  };
};

async function settle(folder: string, values: HostOptions['values']): Promise<void> {
  if (values === undefined) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ version: 1, values }));
}
