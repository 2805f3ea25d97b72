/** Every overlay mode there is. Toolbar, keys, menu, saved settings, command line and figures follow this table. */
import type { OverlayMode } from './mode.ts';
import { heat } from './modes/heat.ts';
import { mosaic } from './modes/mosaic.ts';
import { none } from './modes/none.ts';
import { outlines } from './modes/outlines.ts';
import { similarity } from './modes/similarity.ts';

const table = { outlines, mosaic, heat, similarity, none } as const;

export type OverlayName = keyof typeof table;

export const overlayNames = [
  outlines.id,
  mosaic.id,
  heat.id,
  similarity.id,
  none.id,
] as const satisfies readonly OverlayName[];

export function overlayMode(name: OverlayName): OverlayMode {
  return table[name];
}

/** One value a mode. */
export type PerOverlay<T> = Readonly<Record<OverlayName, T>>;

export function perOverlay<T>(value: (mode: OverlayMode) => T): PerOverlay<T> {
  return {
    outlines: value(outlines),
    mosaic: value(mosaic),
    heat: value(heat),
    similarity: value(similarity),
    none: value(none),
  };
}
