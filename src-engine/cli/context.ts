/** What a command gets from its surroundings. Everything that a test replaces is here; commands touch no `process`. */
import type { Surroundings } from '../create-engine.ts';
import type { EngineOptions, LocalEngine } from '../engine.ts';

/** `process.stdout` is one; so is an array of strings in a test. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface CliContext {
  readonly createEngine: (
    options: EngineOptions,
    around?: Pick<Surroundings, 'hearEnd' | 'found'>,
  ) => Promise<LocalEngine>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** What opens the window; absent where there is none. */
  readonly windowCommand?: string;
}
