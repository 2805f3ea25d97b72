/** The line between two panes as something to take hold of: drag, arrow keys, Home and End; a double click lets the size be what it was. */
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';

interface Props {
  readonly label: string;
  /** Which way the line runs. */
  readonly orientation: 'vertical' | 'horizontal';
  /** On which side of the line the pane lies whose size this is. */
  readonly pane: 'before' | 'after';
  /** The area of the grid at whose edge it lies. */
  readonly area: string;
  readonly size: number; // css px, of that pane
  readonly least: number;
  readonly most: number;
  readonly onSize: (size: number) => void;
  readonly onReset: () => void;
}

const step = 16; // css px

export function Splitter(props: Props) {
  const { label, orientation, pane, area, size, least, most, onSize, onReset } = props;
  const held = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const sign = pane === 'before' ? 1 : -1;
  const place = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY);
  const set = (wish: number) => onSize(Math.round(Math.min(most, Math.max(least, wish))));

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const forth = orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown';
    const back = orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp';
    if (event.key === forth) set(size + sign * step);
    else if (event.key === back) set(size - sign * step);
    else if (event.key === 'Home') set(least);
    else if (event.key === 'End') set(most);
    else if (event.key === 'Enter') onReset();
    else return;
    event.preventDefault();
  }

  return (
    <div
      className={`splitter splitter-${orientation} splitter-${pane}`}
      style={{ gridArea: area }}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={size}
      aria-valuetext={`${size} pixels`}
      title={`${label}: drag, or double-click to reset`}
      onKeyDown={onKey}
      onDoubleClick={onReset}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        held.current = { at: place(event), size };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (held.current !== null) set(held.current.size + sign * (place(event) - held.current.at));
      }}
      onPointerUp={() => (held.current = null)}
      onLostPointerCapture={() => (held.current = null)}
    />
  );
}
