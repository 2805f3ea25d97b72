/**
 * The messages between a window and the engine process. Envelopes are checked here, what they hold by the schema of the call: a window is not
 * to be trusted. Replies come from our own process. A stream is opened by `answer` and pulled: each `next` is answered by one `item`, `end`
 * or `throw`.
 */
import { z } from 'zod';
import type { AnswerEvent, Progress } from '../engine.ts';
import { calls, type CallName, type Result } from './calls.ts';
import type { WireError } from './wire-error.ts';

const id = z.int().nonnegative();
const urgency = z.enum(['user', 'background']).exactOptional();
const callName = z.custom<CallName>((name) => typeof name === 'string' && Object.hasOwn(calls, name), {
  error: 'must be a call of the engine',
});

export const envelopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id, call: callName, request: z.unknown().optional(), urgency }),
  z.strictObject({ kind: z.literal('answer'), id, request: z.unknown(), urgency }),
  z.strictObject({ kind: z.literal('next'), id }), // the id of an answer, as in the following
  z.strictObject({ kind: z.literal('leave'), id }),
  z.strictObject({ kind: z.literal('abort'), id }), // of a call or of an answer
]);

export type Envelope = z.infer<typeof envelopeSchema>;

/** All that can be said about a message that is no envelope: whom to answer. */
export const addresseeSchema = z.object({ id });

export interface ReturnReply<Name extends CallName = CallName> {
  readonly kind: 'return';
  readonly id: number;
  readonly call: Name;
  readonly value: Result<Name>;
}

/** What settles a request or a pull. */
export type FinalReply =
  | ReturnReply
  | { readonly kind: 'item'; readonly id: number; readonly event: AnswerEvent }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'throw'; readonly id: number; readonly error: WireError };

export type Reply =
  FinalReply | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress };

const replyEnvelope = z.looseObject({
  kind: z.enum(['return', 'throw', 'progress', 'item', 'end']),
  id,
});

/** Looks at the envelope only: what is inside was typed by the host of the same build. */
export function isReply(message: unknown): message is Reply {
  return replyEnvelope.safeParse(message).success;
}

/** Whether this is what the call came to. */
export function returnsFrom<Name extends CallName>(
  reply: FinalReply,
  name: Name,
): reply is ReturnReply<Name> {
  return reply.kind === 'return' && reply.call === name;
}
