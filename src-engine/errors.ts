/** The one error class that users see: a stable code, and one sentence saying what, where and what to do. Not for bugs. */

export const errorCodes = [
  'bad-input', // a file, an image, a prompt or an option that cannot be used as it is
  'bad-checkpoint', // a model folder that is damaged, incomplete or lies about itself
  'unsupported', // well-formed, but of a family, dtype or shape that we do not run
  'bad-calibration', // not a calibration, or one of another encoder
  'too-long', // prompt and answer do not fit the context
  'no-device', // the device asked for does not exist or failed its self-check
  'aborted', // the caller's AbortSignal fired
  'engine-died', // the engine process ended while the request was running
  'not-loaded', // a request that needs a model came before load()
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Thrown for everything a user can cause or cure. `message` is one sentence without a stack trace. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  /** Technical detail shown on demand, e.g. the native message. */
  readonly detail: string | undefined;

  constructor(code: ErrorCode, message: string, options: { detail?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
  }
}

/** Throws `aborted` if the signal has fired. Call it between native runs: one run cannot be interrupted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new EngineError('aborted', 'Stopped on request.');
}
