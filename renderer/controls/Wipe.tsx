/** An upright line over a picture that is drawn across it: left of it one thing, right of it another. Drag it, or move it with the keyboard. */
import type { KeyboardEvent, PointerEvent } from 'react';

interface Props {
  readonly label: string;
  readonly share: number; // of the width of the box around it, 0..1
  /** What is seen at such a share, for screen readers. */
  readonly words: (share: number) => string;
  readonly onShare: (share: number) => void;
}

const step = 0.02;
const leap = 0.1;

export function Wipe({ label, share, words, onShare }: Props) {
  const set = (wish: number) => onShare(Math.min(1, Math.max(0, Math.round(wish * 1000) / 1000)));

  function drag(event: PointerEvent<HTMLElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box !== undefined && box.width > 0) set((event.clientX - box.left) / box.width);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = {
      ArrowLeft: share - step,
      ArrowDown: share - step,
      ArrowRight: share + step,
      ArrowUp: share + step,
      PageDown: share - leap,
      PageUp: share + leap,
      Home: 0,
      End: 1,
    }[event.key];
    if (to === undefined) return;
    set(to);
    event.preventDefault();
  }

  return (
    <div
      className="wipe"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * share)}
      aria-valuetext={words(share)}
      style={{ '--at': share }}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
    >
      <span className="wipe-grip" aria-hidden />
    </div>
  );
}
