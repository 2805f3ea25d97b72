/** A list of any length of which only what is in sight exists: rows of one height, walked with the arrow keys. */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

interface Props<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly rowRem: number; // height of a row
  readonly keyOf: (row: T) => string;
  readonly children: (row: T) => ReactNode;
  /** Enter on a row. */
  readonly onOpen: (row: T) => void;
}

const beyond = 4; // rows above and below what is in sight
const firstRows = 12; // before anything is measured

export function VirtualRows<T>({ label, rows, rowRem, keyOf, children, onOpen }: Props<T>) {
  const frame = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ from: 0, to: firstRows });
  const [active, setActive] = useState(0);
  const current = Math.min(active, Math.max(0, rows.length - 1));

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const look = () => {
      const height = rowRem * remPixels();
      const from = Math.floor(element.scrollTop / height);
      const to = Math.max(from + firstRows, Math.ceil((element.scrollTop + element.clientHeight) / height));
      setSight((before) => (before.from === from && before.to === to ? before : { from, to }));
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [rowRem]);

  function walk(event: KeyboardEvent<HTMLElement>): void {
    const page = Math.max(1, sight.to - sight.from - 1);
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
    const height = rowRem * remPixels();
    const top = next * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight)
      element.scrollTop = top + height - element.clientHeight;
    // It may come into being only now.
    requestAnimationFrame(() => element.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
  }

  const from = Math.max(0, sight.from - beyond);
  const shown = rows.slice(from, sight.to + beyond).map((row, index) => ({ row, index: from + index }));
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
