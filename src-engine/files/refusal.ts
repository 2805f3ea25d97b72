/** How a file that cannot be used is refused: which file, what is wrong with it, what cures it. One sentence, whoever reads the file. */
import { EngineError, type ErrorCode } from '../errors.ts';
import type { Remedy } from '../remedy.ts';
import { clip, quotePath } from './words.ts';

/** A file as its refusals see it. */
export interface Subject {
  /** As the reader knows it: a path as it was given, or the mere name of a file in a folder that sentences need not repeat. */
  readonly file: string;
  readonly code: ErrorCode;
  /** What cures most that can be wrong with it. */
  readonly remedy: Remedy | string;
}

/** `'config.json' is not valid JSON; download it again.` Where the fact has a cure of its own, that one is named. */
export function refusal(
  { file, code, remedy }: Subject,
  fact: string,
  { cause, cure = remedy }: { readonly cause?: unknown; readonly cure?: Remedy | string } = {},
): EngineError {
  return new EngineError(code, `${quotePath(file)} ${fact}`, { remedy: cure, ...technical(cause) });
}

/** `config.json: text_config.hidden_size is missing; download it again.`; about the whole file where `part` is empty. */
export function partRefusal({ file, code, remedy }: Subject, part: string, fact: string): EngineError {
  const name = clip(file, 400);
  return new EngineError(code, `${part === '' ? name : `${name}: ${part}`} ${fact}`, { remedy });
}

function technical(cause: unknown): { readonly detail?: string; readonly cause?: unknown } {
  if (cause === undefined) return {};
  return cause instanceof Error ? { detail: cause.message, cause } : { cause };
}
