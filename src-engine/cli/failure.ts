/** From whatever went wrong to one sentence and an exit status. */
import { CommanderError } from 'commander';
import { EngineError, sentenceFor } from '../errors.ts';
import type { CliContext } from './context.ts';
import { cliPhrases } from './remedy-words.ts';
import { UsageError } from './usage-error.ts';

export const exitStatus = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export interface Failure {
  readonly status: number;
  readonly sentence: string | undefined;
}

/** @param help where to look after wrong usage: "dymu compare --help" */
export function describeFailure(error: unknown, context: CliContext, help = 'dymu --help'): Failure {
  if (error instanceof CommanderError) {
    // Help and version end a command early, with exit code 0; their text is out already.
    if (error.exitCode === 0) return { status: exitStatus.done, sentence: undefined };
    return { status: exitStatus.usage, sentence: usageSentence(error, help) };
  }
  if (error instanceof UsageError) return { status: exitStatus.usage, sentence: error.message };
  if (context.signal.aborted) return { status: exitStatus.interrupted, sentence: 'Stopped on request.' };
  if (error instanceof EngineError) {
    return { status: exitStatus.failed, sentence: sentenceFor(error, cliPhrases) };
  }
  return {
    status: exitStatus.failed,
    sentence: `This is a fault of dymu itself (${firstLine(error)}); run it again with DYMU_DEBUG=1 and report what it prints.`,
  };
}

/** Stacks, details and causes, for DYMU_DEBUG=1. */
export function debugText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const detail =
    error instanceof EngineError && error.detail !== undefined ? `\ndetail: ${error.detail}` : '';
  const cause = error.cause === undefined ? '' : `\ncaused by ${debugText(error.cause)}`;
  return `${error.stack ?? error.message}${detail}${cause}`;
}

/** Commander writes "error: unknown option '--x'" with a guess on a line of its own, or the whole help. */
function usageSentence(error: CommanderError, help: string): string {
  if (error.code === 'commander.help') return 'Give a command; see dymu --help.';
  const words = error.message
    .replace(/^error: /, '')
    .replace('. Expected', ': expected')
    .replace(/[.]$/, '')
    .replaceAll('\n', ' ')
    .trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}; see ${help}.`;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
