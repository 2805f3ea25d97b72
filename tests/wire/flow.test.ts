import { describe, expect, it } from 'vitest';
import { flowPort, type FlowOptions } from '../../src-engine/wire/flow.ts';
import { progressKey } from '../../src-engine/wire/progress-key.ts';

/** Two ends and a road between them, on which frames wait until they are let go. */
function road(options: FlowOptions = {}) {
  const there: Uint8Array[] = [];
  const back: Uint8Array[] = [];
  const closed: string[] = [];
  const near = flowPort({ send: (frame) => there.push(frame), close: () => closed.push('near') }, options);
  const far = flowPort({ send: (frame) => back.push(frame), close: () => closed.push('far') }, options);
  const heard: unknown[] = [];
  far.port.addEventListener('message', ({ data }) => heard.push(data));
  far.port.start();
  return {
    ...{ near, far, heard, there, back, closed },
    /** Everything that is on the way arrives, and what that leads to. */
    go: () => {
      while (there.length + back.length > 0) {
        for (const frame of there.splice(0)) far.receive(frame);
        for (const frame of back.splice(0)) near.receive(frame);
      }
    },
  };
}

const letter = (id: number) => ({ kind: 'return', id, text: 'x'.repeat(400) });

describe('a port with a window', () => {
  it('delivers everything in its order, with no more under way than the window and one message', () => {
    const { near, heard, there, go } = road({ window: 1000 });
    for (let id = 0; id < 20; id++) near.port.postMessage(letter(id));
    expect(there.length).toBeLessThan(5);
    go();
    expect(heard).toEqual(Array.from({ length: 20 }, (_, id) => letter(id)));
  });

  it('sends a message that is larger than the window', () => {
    const { near, heard, go } = road({ window: 100 });
    near.port.postMessage(letter(1));
    near.port.postMessage(letter(2));
    go();
    expect(heard).toHaveLength(2);
  });

  it('keeps of progress that waits the latest of each request, and never passes its answer', () => {
    const { near, heard, go } = road({ window: 100, keyOf: progressKey });
    near.port.postMessage(letter(0));
    for (let done = 0; done < 50; done++)
      near.port.postMessage({ kind: 'progress', id: 1, progress: { done } });
    near.port.postMessage({ kind: 'progress', id: 2, progress: { done: 1 } });
    near.port.postMessage({ kind: 'return', id: 1 });
    go();
    expect(heard.slice(1)).toEqual([
      { kind: 'progress', id: 1, progress: { done: 49 } },
      { kind: 'progress', id: 2, progress: { done: 1 } },
      { kind: 'return', id: 1 },
    ]);
  });

  it('cuts a side off that takes nothing in', () => {
    const { near, closed } = road({ window: 100, mostWaiting: 2000 });
    let ends = 0;
    near.port.addEventListener('close', () => (ends += 1));
    for (let id = 0; id < 20; id++) near.port.postMessage(letter(id));
    expect(closed).toEqual(['near']);
    expect(ends).toBe(1);
    near.port.postMessage(letter(1)); // to nobody
  });

  it('cuts a side off that sends too much, or what is no message', () => {
    for (const frame of [
      new Uint8Array(2000),
      new Uint8Array([7, 1]),
      new Uint8Array([1, 1]),
      new Uint8Array([0, 1]),
    ]) {
      const { far, closed, heard } = road({ mostReceived: 1000 });
      far.receive(frame);
      expect([closed, heard]).toEqual([['far'], []]);
    }
  });

  it('holds messages until somebody listens, and ends once when its carrier does', () => {
    const late = flowPort({ send: () => undefined, close: () => undefined });
    const source = road();
    source.near.port.postMessage('early');
    for (const frame of source.there) late.receive(frame);
    const heard: unknown[] = [];
    late.port.addEventListener('message', ({ data }) => heard.push(data));
    late.port.addEventListener('close', () => heard.push('closed'));
    late.port.start();
    late.ended();
    late.ended();
    expect(heard).toEqual(['early', 'closed']);
  });
});
