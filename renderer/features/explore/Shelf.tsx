/** The open images, those that keep most tokens first, a bar under each. */
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useApp, useAppStore, useCommand } from '../../app/context.ts';
import { byTokens, type ShelfImage, type TokenCount } from '../../state/shelf-slice.ts';
import { requestKeyOf, selectModelInfo } from '../../state/selectors.ts';
import { openImages } from '../../commands/files.ts';
import type { AppState } from '../../state/store.ts';
import { formatPercent } from '../../../src-engine/report/units.ts';

const selectImages = (state: AppState) => state.images;
const selectCounts = (state: AppState) => state.counts;
const selectChoices = (state: AppState) => state.choices;
const selectDraft = (state: AppState) => state.regionDraft;
const selectSelected = (state: AppState) => state.choices.selected;

export function Shelf() {
  const images = useApp(selectImages);
  const counts = useApp(selectCounts);
  const selected = useApp(selectSelected);
  // Which of the counts are of now hangs on these.
  useApp(selectChoices);
  useApp(selectDraft);
  useApp(selectModelInfo);
  const store = useAppStore();
  const command = useCommand();
  const list = useRef<HTMLUListElement>(null);
  const sorted = byTokens(images, counts);

  // The order changes while counts arrive: the selected image stays in sight, unless the pointer is busy in the list.
  useEffect(() => {
    if (list.current?.matches(':hover')) return;
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected, counts]);

  function walk(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = buttons[at + step];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  return (
    <section className="shelf" aria-labelledby="shelf-title">
      <header>
        <h2 id="shelf-title">Images</h2>
        <span className="muted">tokens ↓</span>
      </header>
      {images.length === 0 ? (
        <p className="shelf-empty muted">
          No image is open. Drop one here, paste one, or{' '}
          <button type="button" className="link-button" onClick={() => command(openImages)}>
            choose a file
          </button>
          .
        </p>
      ) : null}
      <ul ref={list} role="list" aria-label="Images" onKeyDown={walk}>
        {sorted.map((image, index) => (
          <ShelfEntry
            key={image.id}
            image={image}
            count={counts[image.id]}
            guess={counts[image.id]?.key !== requestKeyOf(store.getState(), image.id)}
            selected={image.id === selected}
            reachable={image.id === selected || (index === 0 && !sorted.some(({ id }) => id === selected))}
          />
        ))}
      </ul>
    </section>
  );
}

interface EntryProps {
  readonly image: ShelfImage;
  readonly count: TokenCount | undefined;
  readonly guess: boolean; // counted at another budget, or of the picture read in another way
  readonly selected: boolean;
  readonly reachable: boolean; // by Tab: one entry of the list
}

function ShelfEntry({ image, count, guess, selected, reachable }: EntryProps) {
  const store = useAppStore();
  return (
    <li>
      <button
        type="button"
        className="shelf-entry"
        title={image.credit === null ? image.name : `${image.name} (${image.credit})`}
        tabIndex={reachable ? 0 : -1}
        aria-current={selected ? 'true' : undefined}
        aria-label={entryWords(image, count)}
        onClick={() => store.getState().choose({ selected: image.id, pin: null })}
      >
        <ThumbnailView image={image} />
        <CountBar count={count} guess={guess} />
      </button>
    </li>
  );
}

function ThumbnailView({ image: { thumbnail } }: { readonly image: ShelfImage }) {
  switch (thumbnail.kind) {
    case 'waiting':
      return <span className="thumbnail thumbnail-waiting" />;
    case 'failed':
      return <span className="thumbnail thumbnail-failed">cannot be read</span>;
    case 'ready':
      return <img className="thumbnail" src={thumbnail.url} alt="" draggable={false} />;
  }
}

function CountBar({ count, guess }: { readonly count: TokenCount | undefined; readonly guess: boolean }) {
  const share = count === undefined ? 0 : count.tokens / count.fullTokens;
  return (
    <span className="count" data-guess={guess || undefined}>
      <span className="count-bar">
        <span style={{ width: `${100 * share}%` }} />
      </span>
      <span className="count-numbers">
        <span>{count?.tokens ?? '–'}</span>
        <span>{count === undefined ? '' : formatPercent(share)}</span>
      </span>
    </span>
  );
}

function entryWords(image: ShelfImage, count: TokenCount | undefined): string {
  if (image.thumbnail.kind === 'failed') return `${image.name}, cannot be read`;
  return count === undefined ? image.name : `${image.name}, ${count.tokens} of ${count.fullTokens} tokens`;
}
