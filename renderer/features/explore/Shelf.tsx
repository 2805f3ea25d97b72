/** The open images, a bar of tokens under each, in the order that is chosen; what my own keep on average. */
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { TermHelp } from '../../app/TermHelp.tsx';
import { useApp, useAppStore, useCommand, useSession, useSettled } from '../../app/context.ts';
import { openImages } from '../../commands/files.ts';
import { scrollInBox } from '../../controls/scroll-in-box.ts';
import { meanOfOwn, shelfEntries, shelfSorts, sortedShelf } from '../../state/shelf-order.ts';
import { requestKeyOf } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { framesOf, selectSubject, stretchOf, toggled } from '../../state/subject.ts';
import { meanWords, sortWords } from '../../words/shelf-words.ts';
import { choosingOf, ShelfEntry, type Choosing } from './ShelfEntry.tsx';
import { useHeldOrder } from './use-held-order.ts';

const selectImages = (state: AppState) => state.images;
const selectCounts = (state: AppState) => state.counts;
const selectSort = (state: AppState) => state.shelfSort;
const none: readonly string[] = [];
/** Of a video the entry that stands for it, whichever frame is on the stage. */
const selectSelectedEntry = ({ images, choices }: AppState) => {
  const video = images.find(({ id }) => id === choices.selected)?.frame?.video;
  return video === undefined ? choices.selected : (framesOf(images, video)[0]?.id ?? null);
};

export function Shelf() {
  const images = useApp(selectImages);
  const counts = useSettled(selectCounts);
  const sort = useApp(selectSort);
  const selected = useApp(selectSelectedEntry);
  const store = useAppStore();
  const command = useCommand();
  const { closing } = useSession();
  const list = useRef<HTMLUListElement>(null);
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const wanted = sortedShelf(shelfEntries(images), counts, sort).map(({ id }) => id);
  const order = useHeldOrder(wanted, sort, pointer || focus);
  const byId = new Map(images.map((image) => [image.id, image]));
  const subject = useApp(selectSubject);
  const group = subject?.kind === 'images' ? subject.images.map(({ id }) => id) : null;

  const seen = useRef(order);
  useEffect(() => {
    seen.current = order;
  });

  /** The same for as long as the list is there: a count that comes draws its own entry anew. */
  const choose = useCallback(
    (id: string, how: Choosing) => {
      const { images: open, choices, choose: change } = store.getState();
      const ofVideo = (each: string) => open.some((image) => image.id === each && image.frame !== undefined);
      if (how === 'alone' || ofVideo(id)) change({ selected: id, chosen: none, pin: null });
      else if (how === 'toggle') change({ ...toggled(choices, id), pin: null });
      else {
        const stretch = stretchOf(seen.current, choices.selected ?? id, id).filter((each) => !ofVideo(each));
        change({ chosen: stretch.length < 2 ? none : stretch });
      }
    },
    [store],
  );

  // The order changes while counts arrive: the one that has the focus, else the selected one, stays in sight, unless the pointer is busy in the list.
  const places = order.join('\n');
  useEffect(() => {
    if (list.current === null || list.current.matches(':hover')) return;
    const current = list.current.querySelector(':focus') ?? list.current.querySelector('[aria-current]');
    if (current !== null) scrollInBox(list.current, current);
  }, [selected, places]);

  function walk(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const id = buttons[at]?.dataset['image'];
    if (id !== undefined && event.key === ' ' && (event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault(); // else the key presses the button, too
      choose(id, choosingOf(event));
      return;
    }
    if (at < 0 || (step === undefined && event.key !== 'Delete')) return;
    event.preventDefault();
    if (step !== undefined) {
      buttons[at + step]?.focus();
      const next = buttons[at + step]?.dataset['image'];
      if (event.shiftKey && next !== undefined) choose(next, 'stretch');
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
        <TermHelp id="share-kept" />
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
        <MeanOfOwn />
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
        aria-describedby="shelf-help"
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
              selected={id === selected}
              chosenAt={group?.indexOf(id) ?? -1}
              chosenOf={group?.length ?? 0}
              onChoose={choose}
              reachable={id === selected || (index === 0 && !order.some((each) => each === selected))}
            />
          );
        })}
      </ul>
      <p id="shelf-help" className="hidden-visually">
        Control and Space, or a click with Control, chooses one picture more for the next question; with Shift
        all up to it.
      </p>
    </section>
  );
}

const selectMeanWords = (state: AppState) => {
  const mean = meanOfOwn(state.images, state.counts, (id) => requestKeyOf(state, id));
  return mean === null ? null : meanWords(mean);
};

function MeanOfOwn() {
  const words = useSettled(selectMeanWords);
  return words === null ? null : <p className="shelf-mean muted">{words}</p>;
}
