/**
 * Keeps Playwright from making the page hold what it has loaded. It switches on the network domain of Chromium's debugger for every page, which
 * keeps copies of all bodies, up to 100 MB in the page's own memory: pictures that are shown again and again look like a leak (1.2 MB for every
 * visit of a collection with 20 tiles, seen with Playwright 1.65.1 and Electron 42). There is no public switch for it.
 */
import type { Page } from 'playwright-core';

/** As much of Playwright's inside as is needed. */
interface Inside {
  readonly _connection?: { readonly toImpl?: (page: Page) => unknown };
}
interface Implementation {
  readonly delegate?: {
    readonly _mainFrameSession?: { readonly _client?: { send(method: string): Promise<unknown> } };
  };
}

/** From now on the page's requests and their bodies are no longer recorded; waiting for elements goes on as before. */
export async function keepNoBodies(page: Page): Promise<void> {
  const implementation = (page as unknown as Inside)._connection?.toImpl?.(page) as
    Implementation | undefined;
  const client = implementation?.delegate?._mainFrameSession?._client;
  if (client === undefined)
    throw new Error(
      'This version of Playwright hides its session: tools/window/unrecorded.ts has to be adapted.',
    );
  await client.send('Network.disable');
}
