/** The order in which refused lines are told. Pure. */
import type { RefusedLine } from '../engine.ts';

/** By file in the order in which files first appear, then by line. */
export function inOrder(refused: readonly RefusedLine[]): RefusedLine[] {
  const files = [...new Set(refused.map(({ file }) => file))];
  const ranks = new Map(files.map((file, rank) => [file, rank]));
  return refused.toSorted((a, b) => (ranks.get(a.file) ?? 0) - (ranks.get(b.file) ?? 0) || a.line - b.line);
}
