/** Where the element is that the tour points at, followed for as long as it is pointed at: panes move, pages scroll, windows are resized. */
import { useEffect, useState } from 'react';

export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Null while there is no such element. */
export function useTarget(selector: string): Place | null {
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => {
    let frame = 0;
    let last = '';
    let seen: Element | null = null;
    const look = () => {
      frame = requestAnimationFrame(look);
      const element = document.querySelector(selector);
      if (element !== null && element !== seen)
        element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      seen = element;
      const rect = element === null ? null : inSight(element);
      const stamp = rect === null ? '' : [rect.left, rect.top, rect.width, rect.height].join();
      if (stamp === last) return;
      last = stamp;
      setPlace(rect);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [selector]);
  return place;
}

/** What of an element is not cut off by the panes around it. */
function inSight(element: Element): Place {
  let { left, top, right, bottom } = element.getBoundingClientRect();
  for (let pane = element.parentElement; pane !== null; pane = pane.parentElement) {
    if (getComputedStyle(pane).overflow === 'visible') continue;
    const box = pane.getBoundingClientRect();
    [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
    [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
  }
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
