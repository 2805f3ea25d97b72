/** The engine's port as a page has it that keeps to no rule: raw messages of the wire protocol, past the client. */
import type { Page } from 'playwright-core';

/** Posts one request on the page's own port and waits for what comes back. `kind` 'answer' is pulled once. */
export function rawCall(page: Page, message: Readonly<Record<string, unknown>>): Promise<unknown> {
  return page.evaluate(
    (request) =>
      new Promise<unknown>((resolve) => {
        const id = 1_000_000 + Math.floor(Math.random() * 1_000_000);
        window.dymu?.onEnginePort((port) => {
          port.addEventListener('message', ({ data }) => {
            const reply = data as { id?: unknown; kind?: unknown };
            if (reply.id === id && reply.kind !== 'progress') resolve(data);
          });
          port.postMessage({ ...request, id });
          if (request['kind'] === 'answer') port.postMessage({ kind: 'next', id });
        })();
      }),
    message,
  );
}
