/** What must come of any model folder, however hostile: a model or one sentence. And documents of any kind to put into one. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { openCheckpoint } from '../../../src-engine/checkpoint/open.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { buildPrompt } from '../../../src-engine/language/prompt.ts';
import { createTokenizer } from '../../../src-engine/language/tokenizer.ts';

/** Opens a folder and asks a question of it, as far as that needs no session. */
async function openAndAsk(directory: string): Promise<void> {
  const checkpoint = await openCheckpoint(directory);
  const { patches } = checkpoint.spec.vision;
  const tokenizer = createTokenizer(checkpoint.tokenizer);
  buildPrompt({ checkpoint, tokenizer, question: 'What is it?', imageLengths: [patches] });
}

const mostBytes = 1.5e9; // resident, above what was there before

/**
 * Fails the test for anything but a result or an EngineError of one harmless line, and for what takes too much memory. What does not
 * come to an end fails by the test's own time limit, which is ten times what is needed and more.
 */
export async function expectOutcome(directory: string): Promise<string> {
  const memory = process.memoryUsage.rss();
  let message = 'opened';
  try {
    await openAndAsk(directory);
  } catch (cause) {
    if (!(cause instanceof EngineError)) throw cause;
    ({ message } = cause);
    expect(message).toMatch(/^[^\p{Cc}]+\.$/u);
    expect(message.length).toBeLessThan(1500);
  }
  expect(process.memoryUsage.rss() - memory).toBeLessThan(mostBytes);
  return message;
}

/** JSON of any kind, with the keys that the reader knows among them. */
export function documents(known: Record<string, unknown>): fc.Arbitrary<unknown> {
  const keys = Object.keys(known);
  const replaced = fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), scalar), { maxKeys: 3 });
  return fc.oneof(
    { weight: 5, arbitrary: replaced.map((change) => ({ ...known, ...change })) },
    { weight: 2, arbitrary: fc.constantFrom(...keys).map((gone) => ({ ...known, [gone]: undefined })) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}

export const scalar = fc.constantFrom<unknown>(
  ...[
    0,
    -1,
    1,
    1.5,
    1e300,
    null,
    true,
    '',
    'x',
    '__proto__',
    [],
    {},
    ['a'],
    [[1, 2]],
    { '0': { content: 'a' } },
  ],
);
