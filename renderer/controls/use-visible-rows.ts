/** Which of many equally tall rows are in sight in a box that scrolls, and how one that is not is brought there. */
import { useCallback, useEffect, useState, type RefObject } from 'react';
import { useSize } from './use-size.ts';

export interface VisibleRows {
  readonly first: number;
  readonly end: number; // the first that is not drawn any more
  /** The same without those beyond the edges. */
  readonly sight: { readonly first: number; readonly end: number };
}

/** Rows that are drawn beyond both edges, so that a step of the wheel finds them there. */
const margin = 2;

/** @param height of a row [css px] @param above what stands over the rows inside the box [css px] */
export function useVisibleRows(
  ref: RefObject<HTMLElement | null>,
  count: number,
  height: number,
  above: number,
): VisibleRows {
  const size = useSize(ref);
  const tall = size?.height ?? 600;
  const [top, setTop] = useState(0);
  const look = useCallback(() => {
    setTop(Math.max(0, Math.floor(((ref.current?.scrollTop ?? 0) - above) / height)));
  }, [ref, height, above]);
  useEffect(() => {
    const box = ref.current;
    if (box === null) return;
    look();
    box.addEventListener('scroll', look, { passive: true });
    return () => box.removeEventListener('scroll', look);
  }, [ref, look]);
  const inSight = Math.ceil(tall / height) + 1;
  const seen = inSight + 2 * margin;
  const first = Math.min(Math.max(0, top - margin), Math.max(0, count - seen));
  const end = Math.min(count, first + seen);
  return { first, end, sight: { first: Math.min(top, end), end: Math.min(end, top + inSight) } };
}

/** Scrolls as little as need be. @param covered what stands over the rows inside the box and stays there [css px] */
export function scrollIntoSight(box: HTMLElement, row: number, height: number, covered = 0): void {
  const top = row * height;
  const tall = box.clientHeight - covered;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + height > box.scrollTop + tall) box.scrollTop = top + height - tall;
}
