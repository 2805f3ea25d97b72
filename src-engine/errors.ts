/** The one error class that users see: a stable code, the fact, and what can be done about it. Not for bugs. */
import { libraryPhrases, remedyWords, type Phrases, type Remedy } from './remedy.ts';

export const errorCodes = [
  'bad-input', // a file, an image, a prompt or an option that cannot be used as it is
  'bad-checkpoint', // a model folder that is damaged, incomplete or lies about itself
  'unsupported', // well-formed, but of a family, dtype or shape that we do not run
  'bad-calibration', // not a calibration, or one of another encoder
  'too-long', // prompt and answer do not fit the context
  'no-device', // the device asked for does not exist or failed its self-check
  'device-lost', // the graphics processor or its driver went away while it computed
  'out-of-memory', // the runtime could not allocate what a run needs
  'native-failure', // the runtime refused a graph or failed in the middle of a run
  'aborted', // the caller's AbortSignal fired
  'engine-died', // the engine process ended while the request was running
  'not-loaded', // a request that needs a model came before load()
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface ErrorOptions {
  /** Words stand for advice that is true on every face. */
  readonly remedy?: Remedy | string | undefined;
  /** Technical detail shown on demand, e.g. the native message. */
  readonly detail?: string | undefined;
  readonly cause?: unknown;
}

/** Thrown for everything a user can cause or cure. `message` is one sentence, the fact and the remedy in the library's words. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  /** What is so, naming the file or value: "'config.json' is not valid JSON". Without the full stop. */
  readonly fact: string;
  readonly remedy: Remedy | undefined;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, fact: string, options: ErrorOptions = {}) {
    const { detail, cause } = options;
    const remedy =
      typeof options.remedy === 'string'
        ? ({ kind: 'advice', words: options.remedy } as const)
        : options.remedy;
    const bare = fact.replace(/\.$/, '');
    super(sentence(bare, remedy, libraryPhrases), { cause });
    this.code = code;
    this.fact = bare;
    this.remedy = remedy;
    this.detail = detail;
  }
}

/** The error as one sentence in the words of a face. */
export function sentenceFor({ fact, remedy }: EngineError, phrases: Phrases): string {
  return sentence(fact, remedy, phrases);
}

function sentence(fact: string, remedy: Remedy | undefined, phrases: Phrases): string {
  const words = remedy === undefined ? undefined : remedyWords(remedy, phrases);
  return words === undefined ? `${fact}.` : `${fact}; ${words}.`;
}

/** The same error about something larger: a line of a file, a folder that belongs to another one. */
export function inContext(error: EngineError, words: (fact: string) => string): EngineError {
  const { code, fact, remedy, detail } = error;
  return new EngineError(code, words(fact), { remedy, detail, cause: error });
}

/** Throws `aborted` if the signal has fired. Call it between native runs: one run cannot be interrupted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new EngineError('aborted', 'Stopped on request');
}
