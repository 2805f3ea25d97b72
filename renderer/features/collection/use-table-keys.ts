/** What keys do in the table of images: walk, select, find by the beginning of a name, open. */
import { useRef, type KeyboardEvent } from 'react';
import { useAppStore, useCommand } from '../../app/context.ts';
import { exploreSelected, selectAll, selectNothing } from '../../commands/collection.ts';
import { selectBetween, selectRows, toggleRow } from '../../state/collection/acts.ts';
import { selectShownRows } from '../../state/collection/selectors.ts';

interface Options {
  readonly across: number; // images side by side
  readonly page: number; // images of a page
  readonly names: readonly string[];
}

/** Letters that follow each other this quickly belong to one name. */
const typedTogetherMs = 700;

export function useTableKeys({ across, page, names }: Options): (event: KeyboardEvent) => void {
  const store = useAppStore();
  const command = useCommand();
  const typed = useRef({ text: '', at: 0 });
  const anchor = useRef<number | null>(null);

  function steps(key: string, length: number, at: number): number | null {
    const by: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at + across,
      ArrowUp: at - across,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: length - 1,
    };
    const to = by[key];
    if (to === undefined) return null;
    // Down from a place that has nothing under it stays, as everywhere.
    if ((key === 'ArrowUp' && to < 0) || (key === 'ArrowDown' && to >= length && across > 1)) return at;
    return Math.min(length - 1, Math.max(0, to));
  }

  /** The next image whose name begins so, from the one after the active. */
  function find(shown: Uint32Array, at: number, key: string, now: number): number | null {
    const { text, at: before } = typed.current;
    const goesOn = now - before < typedTogetherMs;
    const wanted = (goesOn ? text + key : key).toLowerCase();
    typed.current = { text: wanted, at: now };
    const start = goesOn ? at : at + 1;
    for (let i = 0; i < shown.length; i++) {
      const place = (start + i) % shown.length;
      if ((names[shown[place] ?? 0] ?? '').toLowerCase().startsWith(wanted)) return place;
    }
    return null;
  }

  return (event) => {
    const state = store.getState();
    const shown = selectShownRows(state);
    if (shown.length === 0) return;
    const active = state.collectionActive ?? shown[0] ?? 0;
    const at = Math.max(0, shown.indexOf(active));
    const mod = event.ctrlKey || event.metaKey;
    const walk = (place: number) => {
      const row = shown[place] ?? active;
      if (event.shiftKey) {
        anchor.current ??= active;
        selectRows(store, []);
        selectBetween(store, anchor.current, row);
      } else anchor.current = null;
      state.setCollectionActive(row);
    };
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (event.key === 'Enter') {
      done();
      if (state.collectionChoices.selection[active] !== 1) selectRows(store, [active]);
      command(exploreSelected);
      return;
    }
    const typing = event.timeStamp - typed.current.at < typedTogetherMs && typed.current.text !== '';
    if (event.key === ' ' && !typing) {
      done();
      state.setCollectionActive(active);
      toggleRow(store, active);
      return;
    }
    if (event.key === 'Escape' && state.collectionChoices.selection.includes(1)) {
      done();
      command(selectNothing);
      return;
    }
    if (mod && event.key.toLowerCase() === 'a') {
      done();
      command(selectAll);
      return;
    }
    if (mod || event.altKey) return;
    const step = steps(event.key, shown.length, at);
    if (step !== null) {
      done();
      typed.current = { text: '', at: 0 };
      walk(step);
      return;
    }
    if (event.key.length !== 1 || !/[\p{L}\p{N}_ -]/u.test(event.key)) return;
    const found = find(shown, at, event.key, event.timeStamp);
    if (found === null) return;
    done();
    anchor.current = null;
    state.setCollectionActive(shown[found] ?? active);
  };
}
