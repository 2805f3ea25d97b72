/** The engine's half of the remote engine: serves one port. Computes nothing; survives every message that a window can send. */
import type { z } from 'zod';
import type { AnswerEvent, CallOptions, Engine, Urgency } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { calls } from './calls.ts';
import { limits } from './limits.ts';
import { openedHere } from './opened-here.ts';
import { parseRequest, refusal } from './parse-request.ts';
import { withRules, type PathRules } from './path-rules.ts';
import { openPort, type AnyPort } from './port.ts';
import { addresseeSchema, envelopeSchema } from './protocol.ts';
import type { Envelope, Reply } from './protocol.ts';
import { answerRequestSchema } from './request-schemas.ts';
import { toldPaths } from './told-paths.ts';
import { toWire } from './wire-error.ts';

interface OpenRequest {
  readonly controller: AbortController;
  readonly stream?: AsyncIterator<AnswerEvent>;
}

/**
 * Answers requests on the port until it closes; then everything that this port asked for is aborted, and its streams are freed. The engine
 * itself stays open, unless the client asked to close it: one engine may serve several ports.
 * A client names no path but those that `rules` allow it.
 */
export function serveEngine(served: Engine, port: AnyPort, rules: PathRules): void {
  const { engine, forgetAll } = openedHere(served);
  const open = new Map<number, OpenRequest>();
  const connection = openPort(port, { message: receive, closed: abandonAll });
  const reply = (message: Reply) => connection.post(message);

  function receive(message: unknown): void {
    const envelope = envelopeSchema.safeParse(message);
    if (envelope.success) {
      dispatch(envelope.data);
      return;
    }
    const addressee = addresseeSchema.safeParse(message);
    if (!addressee.success) return;
    reply({ kind: 'throw', id: addressee.data.id, error: toWire(refusal(envelope.error, message)) });
  }

  function dispatch(envelope: Envelope): void {
    const { id } = envelope;
    switch (envelope.kind) {
      case 'call':
        if (admit(id)) void call(envelope);
        return;
      case 'answer':
        if (admit(id)) start(envelope);
        return;
      case 'next':
        void pull(id);
        return;
      case 'leave':
        void leave(id);
        return;
      case 'abort':
        open.get(id)?.controller.abort();
        return;
    }
  }

  function admit(id: number): boolean {
    const error = open.has(id)
      ? new EngineError('bad-input', `Request ${id} is already running`, {
          remedy: 'give every request a number of its own',
        })
      : open.size >= limits.openRequests
        ? new EngineError('bad-input', `${limits.openRequests} requests are running`, {
            remedy: 'wait until some of them are done',
          })
        : undefined;
    if (error === undefined) return true;
    reply({ kind: 'throw', id, error: toWire(error) });
    return false;
  }

  async function call({
    id,
    call: name,
    request,
    urgency,
  }: Extract<Envelope, { kind: 'call' }>): Promise<void> {
    const controller = new AbortController();
    open.set(id, { controller });
    try {
      const value = await calls[name].serve(engine, request, optionsOf(id, controller, urgency), rules);
      await rules.tell(toldPaths(name, value));
      reply({ kind: 'return', id, call: name, value });
    } catch (error) {
      reply({ kind: 'throw', id, error: toWire(error) });
    } finally {
      open.delete(id);
    }
  }

  function start({ id, request, urgency }: Extract<Envelope, { kind: 'answer' }>): void {
    const controller = new AbortController();
    try {
      const parsed = parseRequest(answerRequestSchema, request);
      open.set(id, { controller, stream: stream(parsed, optionsOf(id, controller, urgency)) });
    } catch (error) {
      reply({ kind: 'throw', id, error: toWire(error) });
    }
  }

  async function* stream(
    request: z.infer<typeof answerRequestSchema>,
    options: CallOptions,
  ): AsyncGenerator<AnswerEvent, void> {
    yield* engine.answer(await withRules(answerRequestSchema, request, rules), options);
  }

  async function pull(id: number): Promise<void> {
    const stream = open.get(id)?.stream;
    if (stream === undefined) {
      reply({ kind: 'end', id });
      return;
    }
    try {
      const step = await stream.next();
      if (step.done !== true) {
        reply({ kind: 'item', id, event: step.value });
        return;
      }
      open.delete(id);
      reply({ kind: 'end', id });
    } catch (error) {
      open.delete(id);
      reply({ kind: 'throw', id, error: toWire(error) });
    }
  }

  async function leave(id: number): Promise<void> {
    await abandon(id);
    reply({ kind: 'end', id });
  }

  /** Aborts first: a generator's `return` waits for the step in progress. */
  async function abandon(id: number): Promise<void> {
    const request = open.get(id);
    open.delete(id);
    request?.controller.abort();
    await request?.stream?.return?.().catch(() => undefined); // nobody is left to be told
  }

  function abandonAll(): void {
    for (const id of [...open.keys()]) void abandon(id);
    forgetAll();
  }

  function optionsOf(id: number, controller: AbortController, urgency: Urgency = 'user'): CallOptions {
    return {
      signal: controller.signal,
      urgency,
      onProgress: (progress) => reply({ kind: 'progress', id, progress }),
    };
  }
}
