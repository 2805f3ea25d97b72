/** Several browsers at one engine: who sees what, who waits for whom, and what becomes of the others when one goes, or hears nothing any more. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FromEngine } from '../../serve/engine-messages.ts';
import { createPorts } from '../../serve/engine-process.ts';
import type { AnswerEvent, AnswerRequest, Engine } from '../../src-engine/engine.ts';
import { connectEngine } from '../../src-engine/remote/client.ts';
import { flowPort, type FlowPort } from '../../src-engine/wire/flow.ts';
import { createFakeEngine, type FakeEngineOptions } from '../support/fake-engine.ts';

const scratch = mkdtempSync(join(tmpdir(), 'dymu-several-'));
const offered = join(scratch, 'cat.png');
writeFileSync(offered, '');
afterAll(() => rmSync(scratch, { recursive: true }));

interface Page {
  readonly engine: Engine;
  /** Its socket has gone. */
  readonly leave: () => void;
  /** From now on nothing reaches it. */
  readonly hearNothing: () => void;
  readonly closed: () => boolean;
}

/** An engine process, with the pages that are opened on it. */
function engineProcess(options: FakeEngineOptions = {}) {
  const fake = createFakeEngine({ loaded: true, ...options });
  const pages = new Map<number, (message: FromEngine) => void>();
  const tell = createPorts(
    fake,
    (message: FromEngine) => {
      if ('port' in message) pages.get(message.port)?.(message);
    },
    { folders: [scratch], made: scratch },
  );
  let last = 0;
  const open = (browser: string): Page => {
    const port = (last += 1);
    let [deaf, closed] = [false, false];
    tell({ kind: 'open', port, browser, read: [scratch], list: [scratch] });
    const far: FlowPort = flowPort({
      send: (bytes) => tell({ kind: 'frame', port, bytes }),
      close: () => tell({ kind: 'close', port }),
    });
    pages.set(port, (message) => {
      if (message.kind === 'close') closed = true;
      if (message.kind === 'frame' && !deaf) far.receive(message.bytes);
    });
    return {
      engine: connectEngine(far.port),
      leave: () => {
        tell({ kind: 'close', port });
        far.ended();
      },
      hearNothing: () => (deaf = true),
      closed: () => closed,
    };
  };
  return { open, engine: fake };
}

const asks = (question: string): AnswerRequest => ({
  visual: { kind: 'images', images: [{ kind: 'file', path: offered }] },
  question,
  reduction: { method: 'none' },
  virtualUnmerging: true,
});

async function textOf(events: AsyncIterable<AnswerEvent>, onPiece?: () => void): Promise<string> {
  let text = '';
  for await (const event of events) {
    if (event.kind !== 'piece') continue;
    text += event.text;
    onPiece?.();
  }
  return text;
}

describe('two browsers', () => {
  it('ask at once: each gets the answer to its own question', async () => {
    const { open } = engineProcess({ answer: ({ question }) => `You said: ${question}` });
    const [one, other] = [open('a'), open('b')];
    const answers = await Promise.all([
      textOf(one.engine.answer(asks('One?'))),
      textOf(other.engine.answer(asks('Another?'))),
    ]);
    expect(answers).toEqual(['You said: One?', 'You said: Another?']);
  });

  it('are not held up where one of them closes in the middle of its answer', async () => {
    const asked: string[] = [];
    const { open } = engineProcess({
      pieceDelayMs: 5,
      answer: ({ question }) => {
        asked.push(question);
        return question === 'Long?' ? 'word '.repeat(100_000) : 'Short.';
      },
    });
    const [one, other] = [open('a'), open('b')];
    let long: Promise<string> = Promise.resolve('');
    await new Promise<void>((begun) => {
      long = textOf(one.engine.answer(asks('Long?')), begun);
    });
    long.catch(() => undefined);
    const short = textOf(other.engine.answer(asks('Short?'))); // waits: 100,000 pieces would be minutes
    one.leave();
    await expect(long).rejects.toThrow(/engine/);
    expect(await short).toBe('Short.');
    expect(asked).toEqual(['Long?', 'Short?']);
  });

  it('have pictures of their own: what one has opened the other cannot use, and it is let go with it', async () => {
    const { open, engine } = engineProcess();
    const [one, other] = [open('a'), open('b')];
    const { id } = await one.engine.open({ kind: 'file', path: offered });
    await one.engine.preview({ kind: 'open', id }, 100);
    one.leave();
    await expect(other.engine.preview({ kind: 'open', id }, 100)).rejects.toThrow(/not open any more/);
    await expect(engine.preview({ kind: 'open', id }, 100)).rejects.toThrow(/not open any more/);
  });

  it('see the same jobs', async () => {
    const { open } = engineProcess();
    const [one, other] = [open('a'), open('b')];
    const model = { directory: scratch };
    const { id } = await one.engine.startJob({ kind: 'collect', model, collect: { source: scratch } });
    expect((await other.engine.jobs()).map((job) => job.id)).toContain(id);
  });
});

describe('a browser that takes nothing in', () => {
  it('holds nobody up: the engine goes on with its answer, and with those of others', async () => {
    const { open } = engineProcess({ answer: () => 'x'.repeat(100) });
    const [slow, other] = [open('a'), open('b')];
    slow.hearNothing();
    const never = textOf(slow.engine.answer(asks('Anything?')));
    never.catch(() => undefined);
    expect(await textOf(other.engine.answer(asks('Me?')))).toBe('x'.repeat(100));
    expect(slow.closed()).toBe(false); // it may come back
    slow.leave();
    await expect(never).rejects.toThrow(/engine/);
  });
});
