/** The picture alone. */
import { emptyDrawing } from '../drawing.ts';
import type { OverlayMode } from '../mode.ts';

export const none = {
  id: 'none',
  label: 'None',
  name: 'No overlay',
  what: 'The picture alone',
  key: '5',
  opacity: null,
  needs: 'nothing',
  covers: false,
  draw: () => emptyDrawing,
  legend: () => null,
} as const satisfies OverlayMode;
