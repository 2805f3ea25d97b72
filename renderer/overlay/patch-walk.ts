/** Where an arrow key leads on the patch grid. Stops at the border. */
import type { Grid } from '../../src-engine/merging/coordinates.ts';

const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The patch after the key; null for keys that do not walk. Without a patch the walk starts in the middle. */
export function walk(key: string, patch: number | null, { rows, columns }: Grid): number | null {
  const step = steps[key];
  if (step === undefined) return null;
  if (patch === null) return Math.floor(rows / 2) * columns + Math.floor(columns / 2);
  const row = Math.min(rows - 1, Math.max(0, Math.floor(patch / columns) + step[0]));
  const column = Math.min(columns - 1, Math.max(0, (patch % columns) + step[1]));
  return row * columns + column;
}
