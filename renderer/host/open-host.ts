/** Whoever hosts the window: the application, which has put its bridge in place, or a server, whose page this is in a browser. */
import type { DymuBridge } from '../../electron/bridge.ts';
import { openWebHost } from './web-host.ts';

/** Rejects with a sentence where the server cannot be reached. */
export function openHost(): Promise<DymuBridge> {
  return window.dymu === undefined ? openWebHost() : Promise.resolve(window.dymu);
}
