/** A list of any length of which only what is in sight exists: rows of one height, walked with the arrow keys. */
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { scrollIntoSight, useVisibleRows } from './use-visible-rows.ts';

interface Props<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly rowRem: number; // height of a row
  readonly keyOf: (row: T) => string;
  readonly children: (row: T) => ReactNode;
  /** Enter on a row. */
  readonly onOpen: (row: T) => void;
}

export function VirtualRows<T>({ label, rows, rowRem, keyOf, children, onOpen }: Props<T>) {
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const current = Math.min(active, Math.max(0, rows.length - 1));
  const height = rowRem * remPixels();
  const { first, end } = useVisibleRows(frame, rows.length, height, 0);

  function walk(event: KeyboardEvent<HTMLElement>): void {
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / height) - 1);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[
      event.key
    ];
    const row = rows[current];
    if (event.key === 'Enter' && event.target === event.currentTarget && row !== undefined) {
      event.preventDefault();
      onOpen(row);
    }
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(rows.length - 1, Math.max(0, current + step));
    setActive(next);
    const element = frame.current;
    if (element === null) return;
    scrollIntoSight(element, next, height);
    // It may come into being only now.
    requestAnimationFrame(() => element.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
  }

  const shown = rows.slice(first, end).map((row, index) => ({ row, index: first + index }));
  const kept = rows[current];
  // The row with the keyboard stays, wherever the list is scrolled to.
  if (kept !== undefined && !shown.some(({ index }) => index === current))
    shown.push({ row: kept, index: current });
  return (
    <div ref={frame} className="virtual" role="list" aria-label={label}>
      <div className="virtual-all" role="presentation" style={{ height: `${rows.length * rowRem}rem` }}>
        {shown.map(({ row, index }) => (
          <div
            key={keyOf(row)}
            className="virtual-row"
            role="listitem"
            aria-posinset={index + 1}
            aria-setsize={rows.length}
            data-index={index}
            tabIndex={index === current ? 0 : -1}
            style={{ top: `${index * rowRem}rem`, height: `${rowRem}rem` }}
            onKeyDown={walk}
            onFocus={() => setActive(index)}
          >
            {children(row)}
          </div>
        ))}
      </div>
    </div>
  );
}

function remPixels(): number {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.isFinite(size) && size > 0 ? size : 16;
}
