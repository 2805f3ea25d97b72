/** The window's half of the remote engine: an `Engine` whose work is done at the other end of a port. Knows no tensor and no file. */
import type { AnswerEvent, AnswerRequest, CallOptions, Engine } from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { callsThrough, type CallName, type Request, type Result } from './calls.ts';
import { openPort, type AnyPort } from './port.ts';
import { isReply, returnsFrom, type FinalReply } from './protocol.ts';
import { fromWire } from './wire-error.ts';

interface Waiting {
  readonly settle: (reply: FinalReply) => void;
  readonly die: (error: EngineError) => void;
}

/**
 * Takes the port over: nobody else may listen on it. When it closes, every pending call and stream rejects with `engine-died`, and so does
 * every later one. `close()` closes the engine behind the port, then the port.
 *
 * @param ended called once when the port closes by itself, before anybody is told by a rejection
 */
export function connectEngine(anyPort: AnyPort, ended?: () => void): Engine {
  const waiting = new Map<number, Waiting>();
  const progress = new Map<number, CallOptions['onProgress']>();
  let lastId = 0;
  let end: EngineError | undefined;
  const port = openPort(anyPort, {
    message: receive,
    closed: () => {
      if (end === undefined) ended?.();
      finish('The engine stopped before it was done', 'ask again when it is back');
    },
  });

  function receive(message: unknown): void {
    if (!isReply(message)) return;
    if (message.kind === 'progress') {
      progress.get(message.id)?.(message.progress);
      return;
    }
    const waiter = waiting.get(message.id);
    waiting.delete(message.id);
    waiter?.settle(message);
  }

  function finish(fact: string, remedy: string): void {
    end ??= new EngineError('engine-died', fact, { remedy });
    for (const { die } of waiting.values()) die(end);
    waiting.clear();
  }

  /** Posts, and waits for the one reply to it. */
  function exchange(id: number, message: unknown): Promise<FinalReply> {
    return new Promise((settle, die) => {
      if (end) {
        die(end);
        return;
      }
      port.post(message); // throws for what cannot be copied
      waiting.set(id, { settle, die });
    });
  }

  /** A number for a new request, on which the caller's progress and abort are wired until `unwire`. */
  function enter({ signal, onProgress }: CallOptions): { id: number; unwire: () => void } {
    throwIfAborted(signal);
    const id = ++lastId;
    const abort = () => port.post({ kind: 'abort', id });
    if (onProgress) progress.set(id, onProgress);
    signal?.addEventListener('abort', abort, { once: true });
    const unwire = () => {
      progress.delete(id);
      signal?.removeEventListener('abort', abort);
    };
    return { id, unwire };
  }

  async function ask<Name extends CallName>(
    name: Name,
    request: Request<Name>,
    options: CallOptions = {},
  ): Promise<Result<Name>> {
    const { id, unwire } = enter(options);
    try {
      const reply = await exchange(id, { kind: 'call', id, call: name, request, ...urgencyOf(options) });
      if (reply.kind === 'throw') throw fromWire(reply.error);
      if (returnsFrom(reply, name)) return reply.value;
      throw new Error(`The engine answered a call of ${name} with something else.`);
    } finally {
      unwire();
    }
  }

  async function* answer(request: AnswerRequest, options: CallOptions): AsyncGenerator<AnswerEvent, void> {
    const { id, unwire } = enter(options);
    let open = true;
    try {
      port.post({ kind: 'answer', id, request, ...urgencyOf(options) });
      for (;;) {
        const reply = await exchange(id, { kind: 'next', id });
        open = reply.kind === 'item';
        if (reply.kind === 'throw') throw fromWire(reply.error);
        if (reply.kind !== 'item') return;
        yield reply.event;
      }
    } finally {
      unwire();
      if (open && !end) await exchange(id, { kind: 'leave', id }).catch(() => undefined); // gone is as good as left
    }
  }

  const calls = callsThrough(ask);
  return {
    ...calls,
    answer: (request, options = {}) => answer(request, options),
    close: async () => {
      if (end) return;
      await calls.close();
      finish('The engine is closed', 'create another one');
      port.close();
    },
  };
}

function urgencyOf({ urgency }: CallOptions): Pick<CallOptions, 'urgency'> {
  return urgency === undefined ? {} : { urgency };
}
