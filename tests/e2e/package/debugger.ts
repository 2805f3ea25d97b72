/** Where to reach a packaged program: Node's inspector is fused off, so Playwright cannot start it by itself; Chromium's debugger is another door. */
import type { ChildProcess } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

/** As long as a test may take that has the machine for itself by no means (vitest.config.ts). */
const watchdogMs = 170_000;

/** The window, which comes a moment after the debugger. */
export async function windowOf(browser: Browser): Promise<Page> {
  const pages = () => browser.contexts().flatMap((context) => context.pages());
  await expect.poll(() => pages().length, { timeout: watchdogMs }).toBe(1);
  const [page] = pages();
  if (page === undefined) throw new Error('The application opened no window.');
  page.setDefaultTimeout(watchdogMs);
  return page;
}

/** The address that Chromium prints when its debugger listens; wants `--remote-debugging-port=0` and a piped standard error. */
export function debuggerOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) =>
      reject(new Error(`The package ended with code ${code ?? '?'}: ${text.slice(-2000)}`)),
    );
  });
}
