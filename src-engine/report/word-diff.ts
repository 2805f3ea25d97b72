/** Where two answers differ, word by word. */
import { diffWordsWithSpace } from 'diff';

export interface DiffPart {
  /** insert: only in the reduced answer; delete: only in the full one. */
  readonly op: 'equal' | 'insert' | 'delete';
  readonly text: string;
}

/** Equal and deleted parts join to `full`, equal and inserted ones to `reduced`. In a place where both differ, what is deleted stands first. */
export function wordDiff(full: string, reduced: string): DiffPart[] {
  const parts: DiffPart[] = [];
  let deleted = '';
  let inserted = '';
  const flush = (): void => {
    if (deleted !== '') parts.push({ op: 'delete', text: deleted });
    if (inserted !== '') parts.push({ op: 'insert', text: inserted });
    deleted = '';
    inserted = '';
  };
  const changes = diffWordsWithSpace(full, reduced);
  changes.forEach(({ added, removed, value }, i) => {
    if (removed) deleted += value;
    else if (added) inserted += value;
    else if (value.trim() === '' && i > 0 && i < changes.length - 1) {
      // A space between two replaced words belongs to them: "left of" against "below" is one change, not two.
      deleted += value;
      inserted += value;
    } else {
      flush();
      parts.push({ op: 'equal', text: value });
    }
  });
  flush();
  return parts;
}

export interface MarkedPart {
  readonly text: string;
  readonly differs: boolean;
}

/** One answer with its own words marked. Punctuation alone is no difference: "Pink." and "Pink" say the same. */
export function sideOfDiff(diff: readonly DiffPart[], side: 'full' | 'reduced'): readonly MarkedPart[] {
  const own = side === 'full' ? 'delete' : 'insert';
  return diff
    .filter(({ op }) => op === 'equal' || op === own)
    .map(({ op, text }) => ({ text, differs: op === own && wordCount(text) > 0 }));
}

/** Words that one answer has and the other has not; a replaced word counts once. */
export function changedWords(diff: readonly DiffPart[]): number {
  let changes = 0;
  let deleted = 0;
  for (const { op, text } of diff) {
    const words = op === 'equal' ? 0 : wordCount(text);
    changes += op === 'insert' ? Math.max(0, words - deleted) : words;
    deleted = op === 'delete' ? words : 0;
  }
  return changes;
}

/** How alike two answers are. */
export type Agreement =
  | { readonly kind: 'same' }
  | { readonly kind: 'words'; readonly count: number }
  | { readonly kind: 'different' }; // no word in common

export function agreementOf(full: string, reduced: string): Agreement {
  const changes = changedWords(wordDiff(full.trim(), reduced.trim()));
  if (changes === 0) return { kind: 'same' };
  if (changes >= Math.max(wordCount(full), wordCount(reduced))) return { kind: 'different' };
  return { kind: 'words', count: changes };
}

function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_-]*/gu)?.length ?? 0;
}
