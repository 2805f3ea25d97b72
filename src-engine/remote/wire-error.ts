/** Errors across a port, which keeps only plain data: taken apart on one side, rebuilt with their code on the other. */
import { EngineError, type ErrorCode } from '../errors.ts';
import type { Remedy } from '../remedy.ts';

export type WireError =
  | {
      readonly code: ErrorCode;
      readonly fact: string;
      readonly remedy?: Remedy;
      readonly detail?: string;
    }
  /** Something was thrown that is no `EngineError`. */
  | { readonly code: 'bug'; readonly message: string; readonly detail?: string };

export function toWire(error: unknown): WireError {
  if (error instanceof EngineError) {
    const { code, fact, remedy, detail } = error;
    return {
      code,
      fact,
      ...(remedy === undefined ? {} : { remedy }),
      ...(detail === undefined ? {} : { detail }),
    };
  }
  if (error instanceof Error) {
    return { code: 'bug', message: error.message, detail: error.stack ?? error.name };
  }
  return { code: 'bug', message: String(error) };
}

export function fromWire(error: WireError): Error {
  if (error.code === 'bug') return new Error(error.message, { cause: error.detail });
  const { code, fact, remedy, detail } = error;
  return new EngineError(code, fact, { remedy, detail });
}
