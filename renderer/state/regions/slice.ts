/** Regions in hand: the tool, what is being drawn or dragged and not yet kept, which one is selected. The kept ones are choices, so that they can be taken back. */
import type { Shape } from '../../../src-engine/reduction/steering/shapes.ts';
import type { Trace, Tool } from '../../overlay/regions/pen.ts';
import type { Hold } from '../../overlay/regions/handles.ts';
import type { Spot } from '../../overlay/regions/spans.ts';
import type { CreateSlice } from '../slice.ts';
import { everything, type RegionBudget } from './list.ts';

export type { Tool } from '../../overlay/regions/pen.ts';

/** A shape that follows the hand: of a new region, or of one that is being changed. Dropped by Escape, kept at the end. */
export interface RegionDraft {
  readonly imageId: string;
  readonly index: number | null; // null: a new one
  readonly shape: Shape | null; // null while nothing is drawn
  readonly by:
    | { readonly kind: 'pen'; readonly trace: Trace; readonly keys: boolean }
    | { readonly kind: 'grip'; readonly hold: Hold; readonly from: Spot; readonly before: Shape };
}

export interface RegionsSlice {
  readonly regionTool: Tool | null;
  readonly regionDraft: RegionDraft | null;
  readonly regionSelected: number | null; // index; one that is not there means none
  /** Across, as a share of the picture's shorter side. */
  readonly brushSize: number;
  /** What the next region gets: as the last one was given. */
  readonly nextBudget: RegionBudget;
  readonly setRegionTool: (tool: Tool | null) => void;
  readonly setRegionDraft: (draft: RegionDraft | null) => void;
  readonly selectRegion: (index: number | null) => void;
  readonly setBrushSize: (size: number) => void;
  readonly setNextBudget: (budget: RegionBudget) => void;
}

export const brushSizes = [0.03, 0.06, 0.12, 0.24, 0.4] as const;

export const createRegionsSlice: CreateSlice<RegionsSlice> = (set) => ({
  regionTool: null,
  regionDraft: null,
  regionSelected: null,
  brushSize: brushSizes[2],
  nextBudget: everything,
  setRegionTool: (regionTool) => set({ regionTool, regionDraft: null }),
  setRegionDraft: (regionDraft) => set({ regionDraft }),
  selectRegion: (regionSelected) => set({ regionSelected }),
  setBrushSize: (brushSize) => set({ brushSize }),
  setNextBudget: (nextBudget) => set({ nextBudget }),
});
