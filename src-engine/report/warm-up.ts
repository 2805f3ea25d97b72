/** Short answers that do not count: the first run of a session pays for pages and buffers that later runs find ready. */
import type { AnswerRequest, CallOptions, Engine } from '../engine.ts';
import { runAnswer } from './run-answer.ts';

/** Two tokens touch every stage. */
const warmUpTokens = 2;

/**
 * Answers every request once, in a few tokens. Where one of them takes longer than `longestMs`, what a first run pays is small against
 * an answer and the rest is left out; without it all are answered.
 */
export async function warmUp(
  engine: Engine,
  requests: readonly AnswerRequest[],
  call: CallOptions,
  longestMs = Infinity,
): Promise<void> {
  const started = performance.now();
  for (const request of requests) {
    await runAnswer(engine, { ...request, maxNewTokens: warmUpTokens }, call);
    if (performance.now() - started > longestMs) return;
  }
}
