/** Who is connected: browsers, each with files of its own, and their tabs, each with what its window was like when its page was last heard. */
import { randomUUID } from 'node:crypto';
import type { UploadStore, Uploads } from './uploads.ts';

export interface Tab {
  readonly id: string;
  /** A page has it now. */
  live: boolean;
  /** The text of a session, and the name under which it was saved last. */
  kept: { readonly text: string; readonly name: string | null } | null;
}

export interface Browser {
  readonly id: string;
  readonly uploads: Uploads;
  readonly tabs: Map<string, Tab>;
  /** Since when none of its tabs is live, ms since 1970; null while one is. */
  idleSince: number | null;
}

export interface Browsers {
  readonly of: (id: string) => Browser;
  /** The tab that the page names if it is that browser's and no page has it; else a new one. */
  readonly tabFor: (browser: Browser, asked: string) => Tab;
  readonly left: (browser: Browser, tab: Tab) => void;
  /** Pages that are connected. */
  readonly live: () => number;
  /** Forgets who has been away for long, with the files, and tells who it was. */
  readonly sweep: () => void;
}

const mostTabs = 64;
const awayMs = 12 * 3_600_000;

export function createBrowsers(store: UploadStore, forget: (browser: string) => void): Browsers {
  const browsers = new Map<string, Browser>();
  return {
    of: (id) => {
      const known = browsers.get(id);
      if (known !== undefined) return known;
      const browser: Browser = { id, uploads: store.open(), tabs: new Map(), idleSince: Date.now() };
      browsers.set(id, browser);
      return browser;
    },
    tabFor: (browser, asked) => {
      browser.idleSince = null;
      const known = browser.tabs.get(asked);
      if (known?.live === false) {
        known.live = true;
        return known;
      }
      const tab: Tab = { id: randomUUID(), live: true, kept: null };
      browser.tabs.set(tab.id, tab);
      const oldest = [...browser.tabs.values()].find(({ live }) => !live);
      if (browser.tabs.size > mostTabs && oldest !== undefined) browser.tabs.delete(oldest.id);
      return tab;
    },
    left: (browser, tab) => {
      tab.live = false;
      if (![...browser.tabs.values()].some(({ live }) => live)) browser.idleSince = Date.now();
    },
    live: () =>
      [...browsers.values()].flatMap(({ tabs }) => [...tabs.values()]).filter(({ live }) => live).length,
    sweep: () => {
      for (const browser of browsers.values()) {
        if (browser.idleSince === null || Date.now() - browser.idleSince < awayMs) continue;
        browser.uploads.remove();
        browsers.delete(browser.id);
        forget(browser.id);
      }
    },
  };
}
