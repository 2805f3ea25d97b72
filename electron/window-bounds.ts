/** Where the window stands: as it was left, unless that place is gone. Pure. */
import type { WindowBounds } from './settings-schema.ts';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const smallestWindow = { width: 1024, height: 640 } as const;

/** A saved position counts only while a good part of the title bar would be on one of the displays. */
export function visibleBounds(saved: WindowBounds, displays: readonly Area[]): Partial<Area> {
  const width = Math.max(saved.width, smallestWindow.width);
  const height = Math.max(saved.height, smallestWindow.height);
  const { x, y } = saved;
  if (x === undefined || y === undefined) return { width, height };
  const reachable = displays.some(
    (area) =>
      y >= area.y &&
      y < area.y + area.height - 40 &&
      x + width > area.x + 100 &&
      x < area.x + area.width - 100,
  );
  return reachable ? { x, y, width, height } : { width, height };
}
