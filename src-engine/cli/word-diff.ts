/** Where two answers differ, word by word. */
import { diffWordsWithSpace } from 'diff';

export interface DiffPart {
  /** insert: only in the merged answer; delete: only in the full one. */
  readonly op: 'equal' | 'insert' | 'delete';
  readonly text: string;
}

/** Equal and deleted parts join to `full`, equal and inserted ones to `merged`. */
export function wordDiff(full: string, merged: string): DiffPart[] {
  return diffWordsWithSpace(full, merged).map(({ added, removed, value }) => ({
    op: added ? 'insert' : removed ? 'delete' : 'equal',
    text: value,
  }));
}
