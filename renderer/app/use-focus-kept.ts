/** Keeps the keyboard in the window: where what had the focus has gone or rests, a neighbour takes it, else the open view. */
import { useEffect, type RefObject } from 'react';
import { shallow } from 'zustand/shallow';
import { useAppStore } from './context.ts';

/** A dialog gives the focus back some frames after it has gone; a window that is busy takes things away later. */
const looksMs = [100, 400, 1500];

/** @param place what takes it where nothing nearer is there */
export function useFocusKept(place: RefObject<HTMLElement | null>): void {
  const store = useAppStore();
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    let timers: readonly ReturnType<typeof setTimeout>[] = [];
    let last: EventTarget | null = null; // what had the focus
    let pictures = 0; // that were open then

    function look(always: boolean): void {
      const now = document.activeElement;
      if (now !== null && now !== document.body) return;
      const lost = last instanceof Element && (!last.isConnected || last.matches(':disabled'));
      if (!lost && !always) return; // a click on bare ground takes the focus from nothing that is missing
      (lost ? neighbour() : place.current)?.focus({ preventScroll: true });
    }

    function neighbour(): HTMLElement | null {
      if (last instanceof Element && last.isConnected) return nearest(last) ?? place.current;
      const closed = store.getState().images.length < pictures;
      return (
        (closed ? document.querySelector<HTMLElement>('.shelf-entry[aria-current]') : null) ?? place.current
      );
    }

    function note(target: EventTarget | null): void {
      last = target;
      pictures = store.getState().images.length;
    }

    function stop(): void {
      timers.forEach(clearTimeout);
    }

    function lookSoon(always: boolean): void {
      stop();
      timers = looksMs.map((ms, index) => setTimeout(() => look(always && index === 0), ms));
    }

    document.addEventListener('focusin', ({ target }) => note(target), { signal });
    document.addEventListener('focusout', ({ relatedTarget }) => relatedTarget === null && lookSoon(false), {
      signal,
    });
    const stops = [
      store.subscribe(
        ({ view, dialog, downloadOpen, openPanes, presentation }) => ({
          ...{ view, dialog, downloadOpen, openPanes, presentation },
        }),
        () => lookSoon(true),
        { equalityFn: shallow },
      ),
      store.subscribe(
        ({ images }) => images.length,
        () => lookSoon(false),
      ),
    ];
    return () => {
      listening.abort();
      stop();
      stops.forEach((end) => end());
    };
  }, [store, place]);
}

/** What can be used nearest to a control that cannot any more: the next beside it, else the one before. */
function nearest(control: Element): HTMLElement | null {
  for (let box = control.parentElement; box !== null && box !== document.body; box = box.parentElement) {
    const others = [...box.querySelectorAll<HTMLElement>('button, input')].filter(
      (each) => !each.matches(':disabled') && each.tabIndex >= 0,
    );
    const after = (each: Element) =>
      (control.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    const other = others.find(after) ?? others.at(-1);
    if (other !== undefined) return other;
  }
  return null;
}
