/** Which of many equally tall rows are in sight in a box that scrolls, and how one that is not is brought there. */
import { useCallback, useEffect, useState, type RefObject } from 'react';
import { useSize } from './use-size.ts';

export interface VisibleRows {
  readonly first: number;
  readonly end: number; // the first that is not drawn any more
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
  const [first, setFirst] = useState(0);
  const look = useCallback(() => {
    const top = (ref.current?.scrollTop ?? 0) - above;
    setFirst(Math.max(0, Math.floor(top / height) - margin));
  }, [ref, height, above]);
  useEffect(() => {
    const box = ref.current;
    if (box === null) return;
    look();
    box.addEventListener('scroll', look, { passive: true });
    return () => box.removeEventListener('scroll', look);
  }, [ref, look]);
  const seen = Math.ceil(tall / height) + 2 * margin + 1;
  const start = Math.min(first, Math.max(0, count - seen));
  return { first: start, end: Math.min(count, start + seen) };
}

/** Scrolls as little as need be. @param covered what stands over the rows inside the box and stays there [css px] */
export function scrollIntoSight(box: HTMLElement, row: number, height: number, covered = 0): void {
  const top = row * height;
  const tall = box.clientHeight - covered;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + height > box.scrollTop + tall) box.scrollTop = top + height - tall;
}
