/** The files that ship with the application, as their refusals see them: there is one cure for a damaged one. */
import type { Subject } from '../files/refusal.ts';

export function bundledFile(file: string): Subject {
  return { file, code: 'bad-input', remedy: 'install the application again' };
}

/** More than any of them needs. */
export const mostBytes = 16 * 1_048_576;
