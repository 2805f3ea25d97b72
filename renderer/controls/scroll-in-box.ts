/** Scrolls one box so that an element of it is in sight, and nothing around the box. Framework-free. */

/** As little as need be, along both axes; what `scrollIntoView` does to the boxes around it stays undone. */
export function scrollInBox(box: Element, element: Element): void {
  const [outer, inner] = [box.getBoundingClientRect(), element.getBoundingClientRect()];
  const left = outer.left + box.clientLeft;
  const top = outer.top + box.clientTop;
  box.scrollLeft += distance(inner.left - left, inner.right - left - box.clientWidth);
  box.scrollTop += distance(inner.top - top, inner.bottom - top - box.clientHeight);
}

/** @param before how far it begins after the box's begin @param after how far it ends after the box's end [css px] */
function distance(before: number, after: number): number {
  if (before < 0) return before;
  return Math.max(0, Math.min(before, after));
}
