/** Puts the tooltip beside its patch, on the side that has room, inside the stage. */
import type { Rect, Size } from './projection.ts';

const gap = 12; // css px

/** The top left corner of the tip [css px in the stage]. */
export function tipCorner(rect: Rect, tip: Size, stage: Size): { readonly x: number; readonly y: number } {
  const right = rect.x + rect.width + gap;
  const left = rect.x - gap - tip.width;
  const x = right + tip.width + gap <= stage.width || left < gap ? right : left;
  const within = (value: number, room: number) => Math.round(Math.max(gap, Math.min(value, room - gap)));
  return { x: within(x, stage.width - tip.width), y: within(rect.y, stage.height - tip.height) };
}

/** Without a rectangle the tip is hidden. */
export function placeTip(tip: HTMLElement | null, stage: HTMLElement, rect: Rect | null): void {
  if (tip === null) return;
  tip.style.visibility = rect === null ? 'hidden' : 'visible';
  if (rect === null) return;
  const { x, y } = tipCorner(
    rect,
    { width: tip.offsetWidth, height: tip.offsetHeight },
    { width: stage.clientWidth, height: stage.clientHeight },
  );
  tip.style.transform = `translate(${x}px, ${y}px)`;
}
