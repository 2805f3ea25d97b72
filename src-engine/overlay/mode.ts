/** What an overlay mode is: one way to show on a picture which patches share a token. */
import type { Grid } from '../merging/coordinates.ts';
import type { Drawing } from './drawing.ts';
import type { Evidence } from './evidence.ts';

/** One view at one layer, as far as modes look at it. */
export interface OverlayView {
  readonly grid: Grid;
  readonly owner: Int32Array; // [N0]
  readonly tokens: number; // n
  readonly tints: Int8Array; // [n] into `tintPalette`, or `untinted`
  readonly means: Uint8ClampedArray | null; // [n, 3] sRGB; null while the picture is not there
  readonly evidence: Evidence | null; // null before the first layer and without scores
}

export interface LegendStep {
  readonly colour: string;
  readonly text: string;
}

export interface Legend {
  readonly title: string;
  readonly steps: readonly LegendStep[];
}

export interface OverlayMode {
  readonly id: string;
  /** In the row of modes. */
  readonly label: string;
  /** In menus and captions, where nothing around it says that it is an overlay. */
  readonly name: string;
  /** What it shows, in a few words. */
  readonly what: string;
  /** The key that chooses it. */
  readonly key: string;
  /** How strongly it is painted at first, 0..1; null where there is nothing to fade. */
  readonly opacity: number | null;
  readonly needs: 'nothing' | 'picture' | 'scores';
  /** Whether it paints over the whole picture. */
  readonly covers: boolean;
  /** `edges`: tinted groups also get an edge, as in printed figures. */
  readonly draw: (view: OverlayView, edges: boolean) => Drawing;
  /** What its colours mean, the same for every picture on a grid; null where they need no words. */
  readonly legend: (grid: Grid) => Legend | null;
}
