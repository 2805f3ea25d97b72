/** The page's half of the bridge. Its text is sent into the page's world: it must use nothing from outside its own body. */
import type { EventTargetPort } from '../../src-engine/remote/port.ts';
import type { DymuBridge } from '../bridge.ts';

export type PortlessBridge = Omit<DymuBridge, 'onEnginePort'>;

/** The window message that carries an engine port. */
export const portMessage = 'dymu:engine-port';

/** Completes the bridge with `onEnginePort` and puts it in place, unchangeable. */
export function installBridge(bridge: PortlessBridge, message: string): void {
  const listeners = new Set<(port: EventTargetPort) => void>();
  let latest: MessagePort | undefined;
  window.addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.source !== window || event.data !== message || port === undefined) return;
    latest = port;
    for (const listener of [...listeners]) listener(port);
  });
  const complete: DymuBridge = {
    ...bridge,
    onEnginePort: (listener) => {
      listeners.add(listener);
      if (latest) listener(latest);
      return () => void listeners.delete(listener);
    },
  };
  Object.defineProperty(window, 'dymu', { value: Object.freeze(complete), enumerable: true });
}
