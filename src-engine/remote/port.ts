/** The one shape of a message port that host and client use, and the adapter for the kinds that exist. Not a protocol. */
import { compact } from './compact.ts';

/** Ports of browsers and of node:worker_threads. */
export interface EventTargetPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}

/** Electron's `MessagePortMain`. */
export interface EmitterPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

export type AnyPort = EventTargetPort | EmitterPort;

export interface Port {
  /** Sends a copy. Posting on a closed port does nothing. */
  post(message: unknown): void;
  close(): void;
}

export interface PortListeners {
  readonly message: (message: unknown) => void;
  /** Once, when either side has closed or the other process has ended. */
  readonly closed: () => void;
}

/** Listens on a port and starts it: messages that have waited arrive now. */
export function openPort(port: AnyPort, listeners: PortListeners): Port {
  let open = true;
  const closed = () => {
    if (!open) return;
    open = false;
    listeners.closed();
  };
  const message = (event: { readonly data: unknown }) => {
    if (open) listeners.message(event.data);
  };
  if ('addEventListener' in port) {
    port.addEventListener('message', message);
    port.addEventListener('close', closed);
  } else {
    port.on('message', message);
    port.on('close', closed);
  }
  port.start();
  return {
    // No transfer lists: Electron's ports lose transferred buffers.
    post: (value) => {
      if (open) port.postMessage(compact(value));
    },
    close: () => {
      port.close();
      closed();
    },
  };
}
