/** How a file of a published set is refused. */
import type { Subject } from '../../files/refusal.ts';

export function setFile(file: string): Subject {
  return { file, code: 'bad-input', remedy: { kind: 'download-again', what: 'it' } };
}
