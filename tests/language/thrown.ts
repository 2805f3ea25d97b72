/** What a call throws, for tests that look at code and sentence. */
import { EngineError, type ErrorCode } from '../../src-engine/errors.ts';

export function thrown(call: () => unknown): { readonly code: ErrorCode; readonly message: string } {
  try {
    call();
  } catch (error) {
    if (error instanceof EngineError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('expected an EngineError, nothing was thrown');
}
