/** Keeps the keyboard in the window: where a view, a dialog or a picture has gone with the focus, the open view takes it. */
import { useEffect, type RefObject } from 'react';
import { shallow } from 'zustand/shallow';
import { useAppStore } from './context.ts';

/** A dialog gives the focus back some frames after it has gone. */
const patienceMs = 100;

/** @param place what takes it where nothing nearer is there */
export function useFocusKept(place: RefObject<HTMLElement | null>): void {
  const store = useAppStore();
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last: EventTarget | null = null; // what had the focus
    let pictures = 0; // that were open then

    function look(always: boolean): void {
      const now = document.activeElement;
      if (now !== null && now !== document.body) return;
      const gone = last instanceof Element && !last.isConnected;
      if (!gone && !always) return; // a click on bare ground takes the focus from nothing that is missing
      const closed = gone && store.getState().images.length < pictures;
      const beside = closed ? document.querySelector<HTMLElement>('.shelf-entry[aria-current]') : null;
      (beside ?? place.current)?.focus({ preventScroll: true });
    }

    function note(target: EventTarget | null): void {
      last = target;
      pictures = store.getState().images.length;
    }

    function lookSoon(always: boolean): void {
      clearTimeout(timer);
      timer = setTimeout(() => look(always), patienceMs);
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
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [store, place]);
}
