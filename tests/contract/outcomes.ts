/** What came of a call: the events of a stream, its text and result, or the error. */
import type { AnswerEvent, AnswerResult } from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';

export async function collect(stream: AsyncIterable<AnswerEvent>): Promise<AnswerEvent[]> {
  const events: AnswerEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** The error that a call rejects with; fails the test when it does not, or with something that is no `EngineError`. */
export async function rejection(call: Promise<unknown>): Promise<EngineError> {
  const outcome = await call.then(
    (value: unknown) => ({ value }),
    (error: unknown) => error,
  );
  if (outcome instanceof EngineError) return outcome;
  throw new Error('Expected an EngineError.', { cause: outcome });
}

export function textOf(events: readonly AnswerEvent[]): string {
  return events.map((event) => (event.kind === 'piece' ? event.text : '')).join('');
}

export function resultOf(events: readonly AnswerEvent[]): AnswerResult {
  const last = events.at(-1);
  if (last?.kind !== 'done') throw new Error('The stream did not end with a result.');
  return last.result;
}
