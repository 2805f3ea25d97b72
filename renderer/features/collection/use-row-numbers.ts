/** Keeps the numbers in the rows of the table true: those in sight at once, those beyond its edges when the hand rests. */
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { writeNumbers } from './row-numbers.ts';

export interface CountsOfRows {
  readonly counts: Float64Array; // [rows of the collection] tokens; NaN where they are not known
  readonly full: Float64Array;
  /** At what they are compared with; null where with nothing. */
  readonly others: Float64Array | null;
}

const rest = 100; // ms without a change

/** @param first place in the table of the first row that is in sight @param end of the first behind those */
export function useRowNumbers(
  box: RefObject<HTMLElement | null>,
  of: CountsOfRows,
  first: number,
  end: number,
): void {
  const late = useRef<Late>({ of, due: 0, timer: null });
  // After every drawing: rows that are new have empty cells.
  useLayoutEffect(() => {
    for (const row of rowsIn(box)) {
      const place = Number(row.getAttribute('aria-rowindex')) - 2; // counted from 1, the headings' row with them
      if (place >= first && place < end) write(row, of);
    }
    late.current.of = of;
    late.current.due = performance.now() + rest;
    late.current.timer ??= setTimeout(() => whenResting(box, late.current), rest);
  });
  useEffect(() => {
    const waiting = late.current;
    return () => {
      if (waiting.timer !== null) clearTimeout(waiting.timer);
      waiting.timer = null;
    };
  }, []);
}

/** What the rows beyond the edges wait for. */
interface Late {
  of: CountsOfRows;
  due: number; // ms since the page's beginning
  timer: ReturnType<typeof setTimeout> | null;
}

/** One timer, which waits again where something has changed meanwhile: setting one anew at every step costs more than all rows. */
function whenResting(box: RefObject<HTMLElement | null>, late: Late): void {
  const left = late.due - performance.now();
  late.timer = left > 0 ? setTimeout(() => whenResting(box, late), left) : null;
  if (late.timer === null) for (const row of rowsIn(box)) write(row, late.of);
}

function rowsIn(box: RefObject<HTMLElement | null>): Iterable<Element> {
  return box.current?.querySelectorAll('[data-row]') ?? [];
}

function write(element: Element, { counts, full, others }: CountsOfRows): void {
  const row = Number(element.getAttribute('data-row'));
  writeNumbers(element, {
    tokens: counts[row] ?? Number.NaN,
    full: full[row] ?? Number.NaN,
    other: others === null ? null : (others[row] ?? Number.NaN),
  });
}
