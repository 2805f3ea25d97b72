/** The open images, a bar of tokens under each, in the order that is chosen; what my own keep on average. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useApp, useAppStore, useCommand, useSession } from '../../app/context.ts';
import { openImages } from '../../commands/files.ts';
import { meanOfOwn, shelfSorts, sortedShelf } from '../../state/shelf-order.ts';
import { requestKeyOf, selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { meanWords, sortWords } from '../../words/shelf-words.ts';
import { ShelfEntry } from './ShelfEntry.tsx';
import { useHeldOrder } from './use-held-order.ts';

const selectImages = (state: AppState) => state.images;
const selectCounts = (state: AppState) => state.counts;
const selectSort = (state: AppState) => state.shelfSort;
const selectChoices = (state: AppState) => state.choices;
const selectDraft = (state: AppState) => state.regionDraft;
const selectSelected = (state: AppState) => state.choices.selected;

export function Shelf() {
  const images = useApp(selectImages);
  const counts = useApp(selectCounts);
  const sort = useApp(selectSort);
  const selected = useApp(selectSelected);
  // Which of the counts are of now hangs on these.
  useApp(selectChoices);
  useApp(selectDraft);
  useApp(selectModelInfo);
  const store = useAppStore();
  const command = useCommand();
  const { closing } = useSession();
  const list = useRef<HTMLUListElement>(null);
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const keyOf = (id: string) => requestKeyOf(store.getState(), id);
  const wanted = sortedShelf(images, counts, sort).map(({ id }) => id);
  const order = useHeldOrder(wanted, sort, pointer || focus);
  const byId = new Map(images.map((image) => [image.id, image]));
  const mean = meanOfOwn(images, counts, keyOf);

  // The order changes while counts arrive: the selected image stays in sight, unless the pointer is busy in the list.
  useEffect(() => {
    if (list.current?.matches(':hover')) return;
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected, counts]);

  function walk(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (at < 0 || (step === undefined && event.key !== 'Delete')) return;
    event.preventDefault();
    if (step !== undefined) {
      buttons[at + step]?.focus();
      return;
    }
    const closed = buttons[at]?.dataset['image'];
    (buttons[at + 1] ?? buttons[at - 1])?.focus(); // before it goes: focus would go with it
    if (closed !== undefined) closing.close([closed]);
  }

  return (
    <section className="shelf" aria-labelledby="shelf-title">
      <header>
        <h2 id="shelf-title">Images</h2>
        <select
          className="select shelf-sort"
          aria-label="Order of the images"
          value={sort}
          onChange={({ target }) =>
            store.getState().setShelfSort(shelfSorts.find((name) => name === target.value) ?? sort)
          }
        >
          {sortWords.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        {mean === null ? null : <p className="shelf-mean muted">{meanWords(mean)}</p>}
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
      <ul
        ref={list}
        role="list"
        aria-label="Images"
        onKeyDown={walk}
        onPointerEnter={() => setPointer(true)}
        onPointerLeave={() => setPointer(false)}
        onFocus={() => setFocus(true)}
        onBlur={({ currentTarget, relatedTarget }) => setFocus(currentTarget.contains(relatedTarget))}
      >
        {order.map((id, index) => {
          const image = byId.get(id);
          return image === undefined ? null : (
            <ShelfEntry
              key={id}
              image={image}
              count={counts[id]}
              guess={counts[id]?.key !== keyOf(id)}
              selected={id === selected}
              reachable={id === selected || (index === 0 && !order.some((each) => each === selected))}
            />
          );
        })}
      </ul>
    </section>
  );
}
