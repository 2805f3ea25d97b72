/** A brush: dragging over an element marks a stretch or a rectangle of it, a click takes it back. Knows pixels only. */

export interface Stretch {
  readonly from: number; // css px from the element's edge, ascending
  readonly to: number;
}

export interface Marked {
  readonly x: Stretch;
  readonly y: Stretch;
}

export interface BrushOptions {
  /** Null: the brush was taken back. */
  readonly onMark: (marked: Marked | null) => void;
}

export interface BrushHandle {
  readonly destroy: () => void;
}

const clickPx = 3; // less is a click

export function createBrush(element: HTMLElement | SVGElement, { onMark }: BrushOptions): BrushHandle {
  const listening = new AbortController();
  const { signal } = listening;
  let start: { readonly x: number; readonly y: number } | null = null;
  let dragged = false;

  const place = (event: PointerEvent) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const inside = (value: number, most: number) => Math.min(most, Math.max(0, value));
    return { x: inside(event.clientX - left, width), y: inside(event.clientY - top, height) };
  };

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    start = place(event);
    dragged = false;
    element.setPointerCapture(event.pointerId);
    event.preventDefault(); // nothing is to be selected as text
  };
  const onMove = (event: PointerEvent) => {
    if (start === null) return;
    const now = place(event);
    dragged ||= Math.hypot(now.x - start.x, now.y - start.y) >= clickPx;
    if (dragged) onMark({ x: between(start.x, now.x), y: between(start.y, now.y) });
  };
  const onUp = () => {
    if (start !== null && !dragged) onMark(null);
    start = null;
  };
  element.addEventListener('pointerdown', onDown as EventListener, { signal });
  element.addEventListener('pointermove', onMove as EventListener, { signal });
  element.addEventListener('pointerup', onUp, { signal });
  element.addEventListener('pointercancel', onUp, { signal });
  return { destroy: () => listening.abort() };
}

function between(a: number, b: number): Stretch {
  return { from: Math.min(a, b), to: Math.max(a, b) };
}
