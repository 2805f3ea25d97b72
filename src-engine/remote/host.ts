/** The engine's half of the remote engine: serves one port. Computes nothing; survives every message that a window can send. */
import type { AnswerEvent, AnswerRequest, CallOptions, Engine } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { limits } from './limits.ts';
import { openPort, type AnyPort } from './port.ts';
import { addresseeSchema, requestSchema } from './protocol.ts';
import type { CallRequest, Reply, Request, ReturnReply } from './protocol.ts';
import { toWire } from './wire-error.ts';

interface OpenRequest {
  readonly controller: AbortController;
  readonly stream?: AsyncIterator<AnswerEvent>;
}

/**
 * Answers requests on the port until it closes; then everything that this port asked for is aborted, and its streams are freed. The engine
 * itself stays open, unless the client asked to close it: one engine may serve several ports.
 */
export function serveEngine(engine: Engine, port: AnyPort): void {
  const open = new Map<number, OpenRequest>();
  const connection = openPort(port, { message: receive, closed: abandonAll });
  const reply = (message: Reply) => connection.post(message);

  function receive(message: unknown): void {
    const request = requestSchema.safeParse(message);
    if (request.success) {
      dispatch(request.data);
      return;
    }
    const addressee = addresseeSchema.safeParse(message);
    if (!addressee.success) return;
    const issue = request.error.issues[0];
    const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
    const error = new EngineError(
      'bad-input',
      `The engine cannot use this request${where}; check its fields.`,
    );
    reply({ kind: 'throw', id: addressee.data.id, error: toWire(error) });
  }

  function dispatch(request: Request): void {
    switch (request.kind) {
      case 'answer':
        if (admit(request.id)) start(request.id, request.request);
        return;
      case 'next':
        void pull(request.id);
        return;
      case 'leave':
        void leave(request.id);
        return;
      case 'abort':
        open.get(request.id)?.controller.abort();
        return;
      default:
        if (admit(request.id)) void call(request);
    }
  }

  function admit(id: number): boolean {
    const reason = open.has(id)
      ? `Request ${id} is already running; give every request a number of its own.`
      : open.size >= limits.openRequests
        ? `${limits.openRequests} requests are running; wait until some of them are done.`
        : undefined;
    if (reason === undefined) return true;
    reply({ kind: 'throw', id, error: toWire(new EngineError('bad-input', reason)) });
    return false;
  }

  async function call(request: CallRequest): Promise<void> {
    const controller = new AbortController();
    open.set(request.id, { controller });
    try {
      reply(await perform(engine, request, optionsOf(request.id, controller)));
    } catch (error) {
      reply({ kind: 'throw', id: request.id, error: toWire(error) });
    } finally {
      open.delete(request.id);
    }
  }

  function start(id: number, request: AnswerRequest): void {
    const controller = new AbortController();
    try {
      const stream = engine.answer(request, optionsOf(id, controller));
      open.set(id, { controller, stream: stream[Symbol.asyncIterator]() });
    } catch (error) {
      reply({ kind: 'throw', id, error: toWire(error) });
    }
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
  }

  function optionsOf(id: number, controller: AbortController): CallOptions {
    return {
      signal: controller.signal,
      onProgress: (progress) => reply({ kind: 'progress', id, progress }),
    };
  }
}

async function perform(engine: Engine, request: CallRequest, options: CallOptions): Promise<ReturnReply> {
  const { id } = request;
  switch (request.kind) {
    case 'load':
      return { kind: 'return', id, call: 'load', value: await engine.load(request.model, options) };
    case 'encode':
      return { kind: 'return', id, call: 'encode', value: await engine.encode(request.request, options) };
    case 'calibrate':
      return {
        kind: 'return',
        id,
        call: 'calibrate',
        value: await engine.calibrate(request.request, options),
      };
    case 'evaluate':
      return { kind: 'return', id, call: 'evaluate', value: await engine.evaluate(request.request, options) };
    case 'preview': {
      const { image, maxSide } = request;
      return { kind: 'return', id, call: 'preview', value: await engine.preview(image, maxSide, options) };
    }
    case 'inspect':
      return { kind: 'return', id, call: 'inspect', value: await engine.inspect(request.directory, options) };
    case 'devices':
      return { kind: 'return', id, call: 'devices', value: await engine.devices(options) };
    case 'checkPrecision':
      return {
        kind: 'return',
        id,
        call: 'checkPrecision',
        value: await engine.checkPrecision(request.request, options),
      };
    case 'close':
      await engine.close();
      return { kind: 'return', id, call: 'close', value: null };
  }
}
