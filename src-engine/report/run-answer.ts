/** Pulls one answer to its end and hands back what came. */
import type { AnswerRequest, AnswerResult, CallOptions, Encoding, Engine } from '../engine.ts';
import { EngineError } from '../errors.ts';

export interface AnswerRun {
  readonly result: AnswerResult;
  readonly encodings: readonly Encoding[];
}

export async function runAnswer(
  engine: Pick<Engine, 'answer'>,
  request: AnswerRequest,
  call: CallOptions,
  onPiece: (text: string) => void = () => undefined,
): Promise<AnswerRun> {
  let encodings: readonly Encoding[] = [];
  for await (const event of engine.answer(request, call)) {
    if (event.kind === 'encoded') ({ encodings } = event);
    if (event.kind === 'piece') onPiece(event.text);
    if (event.kind === 'done') return { result: event.result, encodings };
  }
  throw new EngineError('engine-died', 'The answer ended without a result', {
    remedy: { kind: 'try-again' },
  });
}
