/** Calm by default: a light hairline on a faint dark halo between different tokens, a tint for the few largest groups. */
import { tintPalette, untinted } from '../../merging/group-colours.ts';
import { groupOutline, outlines as linesBetween } from '../../merging/groups.ts';
import { droppedFill } from '../drawing.ts';
import type { OverlayMode, OverlayView } from '../mode.ts';

const tintOpacity = 0.4;

export const outlines = {
  id: 'outlines',
  label: 'Outlines',
  name: 'Outlines',
  what: 'A line between patches of different tokens',
  key: '1',
  opacity: 0.8,
  needs: 'nothing',
  covers: false,
  draw: (view, edges) => {
    const segments = linesBetween(view.owner, view.grid);
    return {
      fills: [droppedFill, { colourOf: (token) => tintOf(view, token), opacity: tintOpacity }],
      lines: [
        { segments, colour: '#000', width: 2.5, opacity: 0.4 },
        { segments, colour: '#fff', width: 1, opacity: 0.9 },
        ...(edges ? edgesOf(view) : []),
      ],
    };
  },
  legend: () => null,
} as const satisfies OverlayMode;

function tintOf({ tints }: OverlayView, token: number): string | null {
  const tint = tints[token] ?? untinted;
  return tint === untinted ? null : (tintPalette[tint] ?? null);
}

function edgesOf(view: OverlayView) {
  return Array.from(view.tints.keys()).flatMap((token) => {
    const colour = tintOf(view, token);
    if (colour === null) return [];
    return [{ segments: groupOutline(view.owner, view.grid, token), colour, width: 2, opacity: 1 }];
  });
}
