/** Small views for the tests of overlay modes. */
import { tokenCount } from '../../src-engine/merging/owner-map.ts';
import type { OverlayView } from '../../src-engine/overlay/mode.ts';

export function viewOf(owner: readonly number[], rows: number, columns: number): OverlayView {
  const map = Int32Array.from(owner);
  const tokens = tokenCount(map);
  return {
    grid: { rows, columns },
    owner: map,
    tokens,
    tints: new Int8Array(tokens).fill(-1),
    means: null,
    evidence: null,
  };
}
