/** A message port over a WebSocket, at either end: browsers' sockets and those of the package `ws` have the same shape. */
import type { EventTargetPort } from '../remote/port.ts';
import { flowPort, type FlowOptions } from './flow.ts';

/** The part of a WebSocket that is used. */
export interface AnySocket {
  binaryType: string;
  readonly readyState: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
}

const readyStates = { connecting: 0, open: 1 } as const;

/** Takes the socket over. What is posted before it is open is sent then. */
export function socketPort(socket: AnySocket, options?: FlowOptions): EventTargetPort {
  socket.binaryType = 'arraybuffer';
  let early: Uint8Array<ArrayBuffer>[] = [];
  const { port, receive, ended } = flowPort(
    {
      send: (frame) => {
        if (socket.readyState === readyStates.open) socket.send(frame);
        else if (socket.readyState === readyStates.connecting) early.push(frame);
      },
      close: () => socket.close(),
    },
    options,
  );
  socket.addEventListener('open', () => {
    for (const frame of early) socket.send(frame);
    early = [];
  });
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) receive(new Uint8Array(data));
    else port.close(); // text is not spoken
  });
  socket.addEventListener('close', ended);
  return port;
}
