/**
 * A message port over anything that carries bytes in order, with a window: what the other side has not taken in yet is bounded, whatever lies
 * between. A sender that reaches the window waits; of progress that waits only the latest is kept, and a side that takes nothing in is cut off.
 */
import type { EventTargetPort } from '../remote/port.ts';
import { decodeValue, encodeValue } from './values.ts';
import { WireFault } from './wire-fault.ts';

/** What carries the frames. `send` must not be called after `close`. */
export interface Carrier {
  send(frame: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** Where what the carrier hears goes. */
export interface FlowPort {
  readonly port: EventTargetPort;
  /** A frame has arrived. */
  readonly receive: (frame: Uint8Array) => void;
  /** The carrier has ended, for whatever reason. */
  readonly ended: () => void;
}

export interface FlowOptions {
  /** Bytes that may be under way; one message may be larger. */
  readonly window?: number;
  /** Bytes of one message that is taken in. */
  readonly mostReceived?: number;
  /** Bytes that may wait for the window. */
  readonly mostWaiting?: number;
  /** Two messages of one key that wait are as good as the later. */
  readonly keyOf?: (message: unknown) => string | undefined;
}

const MB = 1_048_576;
const usual = { window: 4 * MB, mostReceived: 512 * MB, mostWaiting: 256 * MB } as const;

/** First byte of a frame. A message follows, or the number of bytes taken in since the last time (4 bytes, little endian). */
const frameKinds = { message: 0, taken: 1 } as const;
const takenBytes = 5;

interface Waiting {
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly key: string | undefined;
}

export function flowPort(carrier: Carrier, options: FlowOptions = {}): FlowPort {
  const { window, mostReceived, mostWaiting } = { ...usual, ...options };
  const messageListeners = new Set<(event: { readonly data: unknown }) => void>();
  const closeListeners = new Set<() => void>();
  let open = true;
  let started = false;
  const early: unknown[] = [];
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let underWay = 0;
  let taken = 0;

  function end(): void {
    if (!open) return;
    open = false;
    waiting = [];
    early.length = 0;
    for (const listener of closeListeners) listener();
  }

  function cut(): void {
    if (!open) return;
    carrier.close();
    end();
  }

  function send(frame: Uint8Array<ArrayBuffer>): void {
    underWay += frame.length;
    carrier.send(frame);
  }

  function post(message: unknown): void {
    if (!open) return;
    const value = encodeValue(message);
    const frame = new Uint8Array(1 + value.length);
    frame[0] = frameKinds.message;
    frame.set(value, 1);
    if (waiting.length === 0 && underWay < window) send(frame);
    else wait({ frame, key: options.keyOf?.(message) });
  }

  function wait(next: Waiting): void {
    const at = next.key === undefined ? -1 : waiting.findIndex(({ key }) => key === next.key);
    waitingBytes += next.frame.length - (waiting[at]?.frame.length ?? 0);
    if (at < 0) waiting.push(next);
    else waiting[at] = next;
    if (waitingBytes > mostWaiting) cut();
  }

  function arrived(bytes: number): void {
    underWay = Math.max(0, underWay - bytes);
    while (waiting.length > 0 && underWay < window) {
      const [next, ...rest] = waiting;
      waiting = rest;
      if (next === undefined) return;
      waitingBytes -= next.frame.length;
      send(next.frame);
    }
  }

  function deliver(message: unknown): void {
    for (const listener of [...messageListeners]) listener({ data: message });
  }

  /** Told in pieces, so that small messages do not each cost another one. */
  function took(bytes: number): void {
    taken += bytes;
    if (taken < window / 8) return;
    const frame = new Uint8Array(takenBytes);
    frame[0] = frameKinds.taken;
    new DataView(frame.buffer).setUint32(1, taken, true);
    taken = 0;
    carrier.send(frame);
  }

  function receive(frame: Uint8Array): void {
    if (!open) return;
    const kind = frame[0];
    if (kind === frameKinds.taken && frame.length === takenBytes) {
      arrived(new DataView(frame.buffer, frame.byteOffset).getUint32(1, true));
      return;
    }
    if (kind !== frameKinds.message || frame.length > mostReceived) {
      cut();
      return;
    }
    const message = decoded(frame.subarray(1));
    if (message === undefined) {
      cut();
      return;
    }
    if (started) deliver(message.value);
    else early.push(message.value);
    took(frame.length); // after it was delivered: who is busy with it takes in no more
  }

  function listen(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  function listen(type: 'close', listener: () => void): void;
  function listen(
    ...[type, listener]: ['message', (event: { readonly data: unknown }) => void] | ['close', () => void]
  ): void {
    if (type === 'message') messageListeners.add(listener);
    else closeListeners.add(listener);
  }

  return {
    port: {
      postMessage: post,
      addEventListener: listen,
      start: () => {
        started = true;
        for (const message of early.splice(0)) deliver(message);
      },
      close: cut,
    },
    receive,
    ended: end,
  };
}

/** Undefined for what no other side of ours sends. */
function decoded(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: decodeValue(bytes) };
  } catch (error) {
    if (error instanceof WireFault) return undefined;
    throw error;
  }
}
