/** Each token in the mean colour of its patches: what is left of the picture. */
import { droppedFill, emptyDrawing } from '../drawing.ts';
import type { OverlayMode } from '../mode.ts';

export const mosaic = {
  id: 'mosaic',
  label: 'Mosaic',
  name: 'Mosaic',
  what: 'Each token in the mean colour of its patches',
  key: '2',
  opacity: 1,
  needs: 'picture',
  covers: true,
  draw: ({ means, tokens }) => {
    if (means === null) return emptyDrawing;
    const colours = Array.from({ length: tokens }, (_, token) => {
      const [red = 0, green = 0, blue = 0] = means.subarray(3 * token, 3 * token + 3);
      return `rgb(${red} ${green} ${blue})`;
    });
    return { fills: [droppedFill, { colourOf: (token) => colours[token] ?? null, opacity: 1 }], lines: [] };
  },
  legend: () => null,
} as const satisfies OverlayMode;
