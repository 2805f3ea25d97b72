import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { openPort, type EmitterPort } from '../../src-engine/remote/port.ts';

/** Shaped as Electron's MessagePortMain. */
function emitterPort() {
  const events = new EventEmitter();
  const postMessage = vi.fn();
  const start = vi.fn();
  const port: EmitterPort = {
    postMessage,
    on: (name: string, listener: (event: { readonly data: unknown }) => void) => events.on(name, listener),
    start,
    close: vi.fn(),
  };
  return { port, events, postMessage, start };
}

describe('openPort', () => {
  it('hears messages and the end on a port that emits', () => {
    const { port, events, start } = emitterPort();
    const message = vi.fn();
    const closed = vi.fn();
    openPort(port, { message, closed });
    events.emit('message', { data: 'hello' });
    events.emit('close');
    events.emit('message', { data: 'too late' });
    expect(message.mock.calls).toEqual([['hello']]);
    expect(closed).toHaveBeenCalledOnce();
    expect(start).toHaveBeenCalledOnce();
  });

  it('posts nothing once the port has closed', () => {
    const { port, events, postMessage } = emitterPort();
    const opened = openPort(port, { message: vi.fn(), closed: vi.fn() });
    opened.post(1);
    events.emit('close');
    opened.post(2);
    expect(postMessage.mock.calls).toEqual([[1]]);
  });

  it('hears that the other end of a web port has closed', async () => {
    const { port1, port2 } = new MessageChannel();
    const seen: unknown[] = [];
    const done = new Promise<void>((resolve) => {
      openPort(port1, { message: (message) => seen.push(message), closed: resolve });
    });
    const other = openPort(port2, { message: vi.fn(), closed: vi.fn() });
    other.post({ owner: Int32Array.of(3) });
    other.close();
    await done;
    expect(seen).toEqual([{ owner: Int32Array.of(3) }]);
  });
});
