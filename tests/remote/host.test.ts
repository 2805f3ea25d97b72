import { MessageChannel, type MessagePort } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { connectEngine } from '../../src-engine/remote/client.ts';
import { serveEngine } from '../../src-engine/remote/host.ts';
import { trustingRules } from '../../src-engine/remote/trusting-rules.ts';
import { limits } from '../../src-engine/remote/limits.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { eventually } from '../support/eventually.ts';

const image = { kind: 'file', path: '/images/cat.jpg' } as const;
const question = {
  visual: { kind: 'images', images: [image] },
  question: 'How many?',
  reduction: { method: 'none' },
  virtualUnmerging: true,
} as const;

function serve(engine: Engine = createFakeEngine({ loaded: true })): MessagePort {
  const { port1, port2 } = new MessageChannel();
  serveEngine(engine, port1, trustingRules);
  return port2;
}

/** The next `count` replies to what was posted. */
function replies(port: MessagePort, count: number): Promise<unknown[]> {
  return new Promise((resolve) => {
    const seen: unknown[] = [];
    port.on('message', (message: unknown) => {
      seen.push(message);
      if (seen.length === count) resolve(seen);
    });
  });
}

async function exchange(port: MessagePort, ...messages: unknown[]): Promise<unknown[]> {
  const answers = replies(port, messages.length);
  for (const message of messages) port.postMessage(message);
  const result = await answers;
  port.close();
  return result;
}

describe('serveEngine', () => {
  it('answers a malformed request with a sentence that names the field', async () => {
    const [reply] = await exchange(serve(), {
      kind: 'call',
      call: 'encode',
      id: 7,
      request: { image, reduction: { method: 'magic' } },
    });
    expect(reply).toMatchObject({ kind: 'throw', id: 7, error: { code: 'bad-input' } });
    expect(reply).toHaveProperty('error.fact', expect.stringContaining('request.reduction.method'));
  });

  it('refuses fields that it does not know instead of dropping them', async () => {
    const [reply] = await exchange(serve(), { kind: 'call', call: 'devices', id: 1, also: 'this' });
    expect(reply).toMatchObject({ kind: 'throw', id: 1, error: { code: 'bad-input' } });
  });

  it('refuses an image beyond the limit and a path without end', async () => {
    const big = { kind: 'bytes', bytes: new Uint8Array(limits.imageBytes + 1), name: 'big.png' };
    const long = { kind: 'file', path: 'x'.repeat(limits.pathLength + 1) };
    const reduction = { method: 'none' };
    const answers = await exchange(
      serve(),
      { kind: 'call', call: 'encode', id: 1, request: { image: big, reduction } },
      { kind: 'call', call: 'encode', id: 2, request: { image: long, reduction } },
    );
    expect(answers).toMatchObject([
      { id: 1, error: { code: 'bad-input' } },
      { id: 2, error: { code: 'bad-input' } },
    ]);
  });

  it('refuses a number that is in use, and leaves its owner running', async () => {
    const port = serve(createFakeEngine({ loaded: true, encodeDelayMs: 20 }));
    const encode = { kind: 'call', call: 'encode', id: 3, request: { image, reduction: { method: 'none' } } };
    const [refused, served] = await exchange(port, encode, encode);
    expect(refused).toMatchObject({ kind: 'throw', id: 3, error: { code: 'bad-input' } });
    expect(served).toMatchObject({ kind: 'return', id: 3, call: 'encode' });
  });

  it('refuses requests beyond the number that may be open', async () => {
    const port = serve(createFakeEngine({ loaded: true, encodeDelayMs: 10_000 }));
    const answers = replies(port, 1);
    for (let id = 0; id <= limits.openRequests; id++) {
      port.postMessage({
        kind: 'call',
        call: 'encode',
        id,
        request: { image, reduction: { method: 'none' } },
      });
    }
    expect(await answers).toMatchObject([
      { kind: 'throw', id: limits.openRequests, error: { code: 'bad-input' } },
    ]);
    port.close();
  });

  it('ends a pull for a stream that does not exist', async () => {
    expect(await exchange(serve(), { kind: 'next', id: 9 })).toEqual([{ kind: 'end', id: 9 }]);
  });

  it('turns an engine that throws at once into a reply', async () => {
    const engine: Engine = {
      ...createFakeEngine(),
      answer: () => {
        throw new EngineError('not-loaded', 'No model is loaded; choose one.');
      },
    };
    const port = serve(engine);
    port.postMessage({ kind: 'answer', id: 1, request: question });
    const [reply] = await exchange(port, { kind: 'next', id: 1 });
    expect(reply).toMatchObject({ kind: 'throw', id: 1, error: { code: 'not-loaded' } });
  });

  it('survives whatever arrives', async () => {
    const port = serve();
    const kinds = ['call', 'answer', 'next', 'leave', 'abort', 'close', ''];
    const names = ['load', 'encode', 'preview', 'toString', '__proto__', ''];
    const hostile = fc.oneof(
      fc.jsonValue(),
      fc.record({
        kind: fc.constantFrom(...kinds),
        id: fc.oneof(fc.jsonValue(), fc.nat(4)),
        call: fc.constantFrom(...names),
        request: fc.jsonValue(),
      }),
    );
    fc.assert(
      fc.property(hostile, (message) => {
        port.postMessage(message);
      }),
      { seed: 1, numRuns: 500 },
    );
    const served = new Promise<unknown>((resolve) => {
      port.on('message', (reply: { id: number }) => {
        if (reply.id === 77) resolve(reply);
      });
    });
    port.postMessage({ kind: 'call', call: 'devices', id: 77 });
    expect(await served).toMatchObject({ kind: 'return', call: 'devices' });
    port.close();
  });

  it('frees what a window has asked for when the window goes, and serves the next one', async () => {
    const engine = createFakeEngine({ loaded: true, pieceDelayMs: 5, answer: () => 'a b c d e f g h i j' });
    const port = serve(engine);
    const first = connectEngine(port).answer(question)[Symbol.asyncIterator]();
    for (let i = 0; i < 3; i++) await first.next();
    port.close();
    const second = connectEngine(serve(engine));
    // Waits for its turn: it would never come if the first stream still held the engine.
    expect((await second.encode({ image, reduction: { method: 'none' } })).tokens).toBe(256);
    await second.close();
  });

  it('forgets what a window has opened when the window goes', async () => {
    const engine = createFakeEngine({ loaded: true });
    const port = serve(engine);
    const { id } = await connectEngine(port).open(image);
    const ref = { kind: 'open', id } as const;
    expect((await engine.preview(ref, 8)).png.length).toBeGreaterThan(0);
    const gone = new Promise((resolve) => port.on('close', resolve));
    port.close();
    await gone;
    await eventually(() => expect(engine.preview(ref, 8)).rejects.toMatchObject({ code: 'bad-input' }));
  });
});
