/** How Explore is divided: sizes that the user has wished for, panes that are closed, and whether the picture is being presented. */
import type { CreateSlice } from './slice.ts';
import {
  allOpen,
  noSizes,
  type OpenPanes,
  type ExplorePane,
  type PaneSizes,
  type SizedPane,
} from './panes.ts';
import type { View } from './frame-slice.ts';

export interface LayoutSlice {
  readonly paneSizes: PaneSizes;
  readonly openPanes: OpenPanes;
  /** Ends with the window: nobody wants to start in a presentation. */
  readonly presentation: boolean;
  /** Null: as it is without a wish. */
  readonly setPaneSize: (pane: SizedPane, size: number | null) => void;
  readonly setPaneOpen: (pane: ExplorePane, open: boolean) => void;
  readonly setPanes: (sizes: PaneSizes, open: OpenPanes) => void;
  readonly setPresentation: (presentation: boolean) => void;
}

export const createLayoutSlice: CreateSlice<LayoutSlice> = (set) => ({
  paneSizes: noSizes,
  openPanes: allOpen,
  presentation: false,
  setPaneSize: (pane, size) => set(({ paneSizes }) => ({ paneSizes: { ...paneSizes, [pane]: size } })),
  setPaneOpen: (pane, open) => set(({ openPanes }) => ({ openPanes: { ...openPanes, [pane]: open } })),
  setPanes: (paneSizes, openPanes) => set({ paneSizes, openPanes }),
  setPresentation: (presentation) => set({ presentation }),
});

/** Only Explore can be presented. */
export function selectPresenting(state: LayoutSlice & { readonly view: View }): boolean {
  return state.presentation && state.view === 'explore';
}
