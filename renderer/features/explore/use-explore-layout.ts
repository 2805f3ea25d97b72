/** The layout of Explore for the room that there is now; null before the room is known. */
import { useMemo, type RefObject } from 'react';
import { useApp } from '../../app/context.ts';
import { useSize } from '../../controls/use-size.ts';
import { selectPresenting } from '../../state/layout-slice.ts';
import { exploreLayout, type ExploreLayout } from '../../state/panes.ts';
import type { AppState } from '../../state/store.ts';

const selectSizes = (state: AppState) => state.paneSizes;
const selectOpen = (state: AppState) => state.openPanes;
const selectAspect = ({ picture }: AppState) =>
  picture.kind === 'ready' ? picture.picture.width / Math.max(1, picture.picture.height) : 1;

export function useExploreLayout(root: RefObject<HTMLElement | null>): ExploreLayout | null {
  const room = useSize(root);
  const sizes = useApp(selectSizes);
  const open = useApp(selectOpen);
  const presenting = useApp(selectPresenting);
  const aspect = useApp(selectAspect);
  return useMemo(
    () => (room === null ? null : exploreLayout(room, { sizes, open, presenting, aspect })),
    [room, sizes, open, presenting, aspect],
  );
}
