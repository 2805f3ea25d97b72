/** Which words of two answers differ. Marks only; how a mark looks is the style sheet's business. */
import { diffArrays } from 'diff';

export interface DiffPart {
  readonly text: string; // with the space that follows
  readonly differs: boolean;
}

export interface WordDiff {
  readonly full: readonly DiffPart[];
  readonly merged: readonly DiffPart[];
  /** Words that one answer has and the other has not; a replaced word counts once. */
  readonly changes: number;
}

/** Words are compared without their closing punctuation, so that "Pink." and "Pink," are one word. */
export function wordDiff(full: string, merged: string): WordDiff {
  const left = words(full);
  const right = words(merged);
  const parts = diffArrays(left.map(bare), right.map(bare));
  const marked = { full: [] as DiffPart[], merged: [] as DiffPart[] };
  let changes = 0;
  let removed = 0;
  let i = 0;
  let j = 0;
  for (const part of parts) {
    const count = part.value.length;
    if (part.added) {
      take(marked.merged, right.slice(j, j + count), true);
      changes += Math.max(0, count - removed);
      removed = 0;
      j += count;
    } else if (part.removed) {
      take(marked.full, left.slice(i, i + count), true);
      changes += count;
      removed = count;
      i += count;
    } else {
      take(marked.full, left.slice(i, i + count), false);
      take(marked.merged, right.slice(j, j + count), false);
      removed = 0;
      i += count;
      j += count;
    }
  }
  return { ...marked, changes };
}

function take(parts: DiffPart[], tokens: readonly string[], differs: boolean): void {
  if (tokens.length > 0) parts.push({ text: tokens.join(''), differs });
}

function words(text: string): string[] {
  return text.match(/\S+\s*/g) ?? [];
}

function bare(word: string): string {
  return word.trim().replace(/[.,;:!?]+$/, '');
}
