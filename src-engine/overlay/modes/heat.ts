/** How many patches each token stands for, on a scale that stays the same for all layers and budgets of a grid. */
import type { Grid } from '../../merging/coordinates.ts';
import { outlines as linesBetween } from '../../merging/groups.ts';
import { groupSizes } from '../../merging/owner-map.ts';
import { droppedFill } from '../drawing.ts';
import type { OverlayMode } from '../mode.ts';

/** From one patch to many: equal steps look equal and stay apart for people with any of the common colour deficiencies (stops of viridis). */
const scale = ['#440154', '#414487', '#2a788e', '#22a884', '#7ad151', '#fde725'] as const;

export const heat = {
  id: 'heat',
  label: 'Heat',
  name: 'Heat',
  what: 'How many patches each token stands for',
  key: '3',
  opacity: 0.75,
  needs: 'nothing',
  covers: true,
  draw: (view) => {
    const colours = Array.from(groupSizes(view.owner, view.tokens), (size) =>
      heatColour(size, mostOf(view.grid)),
    );
    return {
      fills: [droppedFill, { colourOf: (token) => colours[token] ?? null, opacity: 1 }],
      // Tokens of equal size have one colour: without a line they would look like one.
      lines: [{ segments: linesBetween(view.owner, view.grid), colour: '#fff', width: 1, opacity: 0.35 }],
    };
  },
  legend: (grid) => {
    const most = mostOf(grid);
    const sizes = [0, 1 / 3, 2 / 3, 1].map((share) => Math.round(most ** share));
    return {
      title: 'Patches per token',
      steps: [...new Set(sizes)].map((size) => ({
        colour: heatColour(size, most),
        text: size === most ? `${size}+` : `${size}`,
      })),
    };
  },
} as const satisfies OverlayMode;

/** The size at the end of the scale: a quarter of the view, and whatever is larger. */
function mostOf({ rows, columns }: Grid): number {
  return Math.max(2, Math.round((rows * columns) / 4));
}

/** @param size patches, 1 or more; the scale is logarithmic, so that doubling is one step everywhere */
export function heatColour(size: number, most: number): string {
  const share = Math.min(1, Math.log(Math.max(1, size)) / Math.log(most));
  const at = share * (scale.length - 1);
  const below = Math.min(scale.length - 2, Math.floor(at));
  const [from, to] = [channelsOf(scale[below]), channelsOf(scale[below + 1])];
  const mixed = from.map((value, i) => Math.round(value + (at - below) * ((to[i] ?? value) - value)));
  return `rgb(${mixed.join(' ')})`;
}

function channelsOf(hex = '#000000'): number[] {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}
