/** What the shell says when it refuses: its errors are sentences already, and cross to the page as plain ones. */
import { EngineError } from '../../src-engine/errors.ts';
import { sentenceOf } from './engine-link.ts';

export function shellWords(error: unknown): string {
  const plain = error instanceof Error && !(error instanceof EngineError) && error.name === 'Error';
  return plain ? error.message : sentenceOf(error).text;
}
