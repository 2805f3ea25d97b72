/** Errors across a port, which keeps only plain data: taken apart on one side, rebuilt with their code on the other. */
import { EngineError, type ErrorCode } from '../errors.ts';

export interface WireError {
  /** `bug`: something was thrown that is no `EngineError`. */
  readonly code: ErrorCode | 'bug';
  readonly message: string;
  readonly detail?: string;
}

export function toWire(error: unknown): WireError {
  if (error instanceof EngineError) {
    const { code, message, detail } = error;
    return detail === undefined ? { code, message } : { code, message, detail };
  }
  if (error instanceof Error) {
    return { code: 'bug', message: error.message, detail: error.stack ?? error.name };
  }
  return { code: 'bug', message: String(error) };
}

export function fromWire(error: WireError): Error {
  const { code, message, detail } = error;
  if (code === 'bug') return new Error(message, { cause: detail });
  return new EngineError(code, message, detail === undefined ? {} : { detail });
}
