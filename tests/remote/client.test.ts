import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { connectEngine } from '../../src-engine/remote/client.ts';
import { serveEngine } from '../../src-engine/remote/host.ts';
import { trustingRules } from '../../src-engine/remote/trusting-rules.ts';
import { rejection } from '../contract/outcomes.ts';
import { createFakeEngine, type FakeEngineOptions } from '../support/fake-engine.ts';

const image = { kind: 'file', path: '/images/cat.jpg' } as const;
const encode = { image, reduction: { method: 'none' } } as const;
const question = {
  visual: { kind: 'images', images: [image] },
  question: 'How many?',
  reduction: { method: 'none' },
  virtualUnmerging: true,
} as const;

function connect(options: FakeEngineOptions = {}) {
  const { port1, port2 } = new MessageChannel();
  serveEngine(createFakeEngine({ loaded: true, ...options }), port1, trustingRules);
  return { engine: connectEngine(port2), hostPort: port1 };
}

describe('connectEngine', () => {
  it('rejects every pending call and stream when the other end is gone', async () => {
    const { engine, hostPort } = connect({ encodeDelayMs: 10_000 });
    const stream = engine.answer(question)[Symbol.asyncIterator]();
    const pending = [engine.encode(encode), engine.devices(), stream.next()];
    hostPort.close();
    const errors = await Promise.all(pending.map((call) => rejection(call)));
    expect(errors.map((error) => error.code)).toEqual(['engine-died', 'engine-died', 'engine-died']);
    expect(errors[0]!.message).toBe('The engine stopped before it was done; ask again when it is back.');
  });

  it('rejects calls made after the other end is gone', async () => {
    const { engine, hostPort } = connect();
    await engine.devices();
    hostPort.close();
    await rejection(engine.encode(encode));
    expect((await rejection(engine.devices())).code).toBe('engine-died');
    await engine.close();
  });

  it('ends a stream that its reader leaves after the other end is gone', async () => {
    const { engine, hostPort } = connect();
    const run = async () => {
      for await (const event of engine.answer(question)) {
        if (event.kind !== 'piece') continue;
        hostPort.close();
        await rejection(engine.devices());
        break;
      }
    };
    await expect(run()).resolves.toBeUndefined();
  });

  it('computes the next piece only when it is asked for', async () => {
    let asked = 0;
    const fail = () => {
      asked++;
      return undefined;
    };
    const { engine } = connect({ answer: () => 'a b c d e f', fail });
    const stream = engine.answer(question)[Symbol.asyncIterator]();
    await engine.devices();
    expect(asked).toBe(1); // devices; the answer has not begun
    await stream.next();
    expect(asked).toBe(2);
    await stream.return?.();
  });

  it('rebuilds an error with its code, sentence and detail', async () => {
    const { engine } = connect({
      fail: () =>
        new EngineError('too-long', 'The prompt is too long; shorten it.', { detail: '9000 > 8192' }),
    });
    const error = await rejection(engine.encode(encode));
    expect(error).toMatchObject({
      code: 'too-long',
      message: 'The prompt is too long; shorten it.',
      detail: '9000 > 8192',
    });
  });

  it('passes a bug on as a plain error, not as one that a user caused', async () => {
    const { engine } = connect({
      fail: () => {
        throw new TypeError('x is undefined');
      },
    });
    const error: unknown = await engine.encode(encode).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ message: 'x is undefined' });
  });

  it('rejects a request that cannot be copied and stays usable', async () => {
    const { engine } = connect();
    const bad = {
      ...encode,
      reduction: { method: 'dymu', budget: { kind: 'thresholds', thresholds: [Symbol('x')] } },
    };
    // @ts-expect-error a symbol is no number
    await expect(engine.encode(bad)).rejects.toThrow(/could not be cloned/);
    expect((await engine.encode(encode)).tokens).toBe(256);
  });

  it('keeps interleaved streams apart', async () => {
    const { engine } = connect({ answer: (request) => `${request.question} one two three four five` });
    const read = async (word: string): Promise<string> => {
      let text = '';
      for await (const event of engine.answer({ ...question, question: word })) {
        text += event.kind === 'piece' ? event.text : '';
      }
      return text;
    };
    const texts = await Promise.all(['red', 'green', 'blue'].map(read));
    expect(texts).toEqual(['red', 'green', 'blue'].map((word) => `${word} one two three four five`));
  });

  it('delivers a stream whose reader is slow in full and in order', async () => {
    const { engine } = connect({ answer: () => 'a b c' });
    const events: AnswerEvent[] = [];
    for await (const event of engine.answer(question)) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      events.push(event);
    }
    expect(events.map((event) => (event.kind === 'piece' ? event.text : event.kind))).toEqual([
      'encoded',
      'prefilled',
      'a ',
      'b ',
      'c',
      'done',
    ]);
  });
});
