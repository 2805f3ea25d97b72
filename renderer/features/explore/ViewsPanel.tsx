/** The whole picture with its crops laid on it, and the overview beside: where the views lie, what each keeps, which one is on the stage. */
import { useRef, type KeyboardEvent } from 'react';
import { useApp, useAppStore } from '../../app/context.ts';
import { selectImage, selectShown } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import type { EncodedView } from '../../../src-engine/engine.ts';
import { viewTitle } from '../../words/view-words.ts';

const selectViewIndex = (state: AppState) => state.viewIndex;

export function ViewsPanel() {
  const encoding = useApp(selectShown)?.encoding;
  const thumbnail = useApp(selectImage)?.thumbnail;
  const chosen = useApp(selectViewIndex);
  const store = useAppStore();
  const group = useRef<HTMLDivElement>(null);
  const views = encoding?.views ?? [];
  if (encoding === undefined || views.length < 2) return null;
  const { width, height } = encoding.source;
  const current = chosen < views.length ? chosen : 0;
  const show = (index: number) => store.getState().setViewIndex(index);

  function onKey(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = Math.min(views.length - 1, Math.max(0, current + by));
    show(next);
    group.current?.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus();
  }

  const button = (view: EncodedView, index: number) => (
    <button
      key={index}
      type="button"
      role="radio"
      className="view-box"
      aria-checked={index === current}
      aria-label={`${viewTitle(view, index, views.length)}, ${view.tokens} of ${view.grid[0] * view.grid[1]} tokens`}
      tabIndex={index === current ? 0 : -1}
      style={index === 0 ? {} : boxOf(view, { width, height })}
      onClick={() => show(index)}
    >
      {index === 0 ? `${viewTitle(view, index, views.length)} ` : ''}
      {view.tokens}
    </button>
  );

  const [overview, ...crops] = views;
  return (
    <section className="panel views-panel" aria-labelledby="views-title">
      <header>
        <h2 id="views-title">Views</h2>
        <span className="muted">{viewTitle(views[current] ?? {}, current, views.length)}</span>
      </header>
      <div
        ref={group}
        role="radiogroup"
        aria-label="Views of the picture"
        className="views-map"
        onKeyDown={onKey}
      >
        {overview === undefined ? null : button(overview, 0)}
        <div
          className="views-whole"
          style={{ aspectRatio: `${width} / ${height}`, maxWidth: `${(10 * width) / height}rem` }}
        >
          {thumbnail?.kind === 'ready' ? <img src={thumbnail.url} alt="" draggable={false} /> : null}
          {crops.map((view, at) => button(view, at + 1))}
        </div>
      </div>
    </section>
  );
}

/** Its part of the picture; what reaches outside, where views are padded, is cut off. */
function boxOf(
  { region }: EncodedView,
  { width, height }: { readonly width: number; readonly height: number },
) {
  const left = Math.max(0, region.x);
  const top = Math.max(0, region.y);
  const share = (value: number, of: number) => `${(100 * value) / of}%`;
  return {
    left: share(left, width),
    top: share(top, height),
    width: share(Math.min(width, region.x + region.width) - left, width),
    height: share(Math.min(height, region.y + region.height) - top, height),
  };
}
