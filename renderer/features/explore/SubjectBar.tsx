/** The pictures that the next question is about, where they are several: their order, shown and changeable; a click shows one on the stage. */
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { useApp, useAppStore } from '../../app/context.ts';
import { IconButton } from '../../controls/IconButton.tsx';
import { ownRegions } from '../../state/regions/list.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { ShelfImage } from '../../state/shelf-slice.ts';
import type { AppState } from '../../state/store.ts';
import { moved, selectSubject, toggled } from '../../state/subject.ts';
import { framesWords, regionsLeftOut, whyNotSubject } from '../../words/subject-words.ts';

const selectCounts = (state: AppState) => state.counts;
const selectSelected = (state: AppState) => state.choices.selected;
const selectSteered = (state: AppState) =>
  selectSubject(state)?.images.some(({ id }) => ownRegions(state.choices.regions, id).length > 0) ?? false;

export function SubjectBar() {
  const subject = useApp(selectSubject);
  const info = useApp(selectModelInfo);
  const steered = useApp(selectSteered);
  const store = useAppStore();
  if (subject === null || subject.kind === 'image') return null;
  const notes = [
    info === null ? null : whyNotSubject(subject, info),
    framesWords(subject, info?.takes.video ?? false, info?.name ?? 'The model'),
    steered ? regionsLeftOut : null,
  ].filter((note) => note !== null);
  return (
    <div className="subject">
      {subject.kind === 'images' ? (
        <>
          <span className="muted">About</span>
          <Pictures images={subject.images} />
          <IconButton
            label="Ask about the picture on the stage alone"
            onPress={() => store.getState().choose({ chosen: [] })}
          >
            <X aria-hidden size="0.875rem" />
          </IconButton>
        </>
      ) : null}
      {notes.map((note) => (
        <span key={note} className="subject-note" role="note">
          {note}
        </span>
      ))}
    </div>
  );
}

function Pictures({ images }: { readonly images: readonly ShelfImage[] }) {
  const counts = useApp(selectCounts);
  const selected = useApp(selectSelected);
  const store = useAppStore();
  const list = useRef<HTMLOListElement>(null);
  const ids = images.map(({ id }) => id);

  function move(id: string, by: -1 | 1): void {
    store.getState().choose({ chosen: moved(ids, id, by) });
    // The entry keeps its focus: React moves the element, and with it the focus would go.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-subject="${CSS.escape(id)}"]`)?.focus(),
    );
  }

  function onKey(event: KeyboardEvent, id: string): void {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by !== 0 && event.altKey) move(id, by);
    else if (by !== 0) {
      const next = ids[ids.indexOf(id) + by];
      if (next !== undefined)
        list.current?.querySelector<HTMLElement>(`[data-subject="${CSS.escape(next)}"]`)?.focus();
    } else if (event.key === 'Delete')
      store.getState().choose({ ...toggled(store.getState().choices, id), pin: null });
    else return;
    event.preventDefault();
  }

  return (
    <ol ref={list} className="subject-list" aria-label="Pictures of the question">
      {images.map(({ id, name }, index) => {
        const count = counts[id];
        const tokens = count === undefined ? '' : `, ${count.tokens} of ${count.fullTokens} tokens`;
        return (
          <li key={id} className="subject-entry" data-shown={id === selected || undefined}>
            <button
              type="button"
              data-subject={id}
              aria-label={`${index + 1}. ${name}${tokens}`}
              aria-current={id === selected ? 'true' : undefined}
              aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Delete"
              title="Show it. Alt with an arrow key moves it, Delete leaves it out"
              onKeyDown={(event) => onKey(event, id)}
              onClick={() => store.getState().choose({ selected: id, pin: null })}
            >
              {index + 1}. {name} <span className="muted">{count?.tokens ?? '–'}</span>
            </button>
            <IconButton label={`Move ${name} earlier`} isDisabled={index === 0} onPress={() => move(id, -1)}>
              <ChevronLeft aria-hidden size="0.75rem" />
            </IconButton>
            <IconButton
              label={`Move ${name} later`}
              isDisabled={index === images.length - 1}
              onPress={() => move(id, 1)}
            >
              <ChevronRight aria-hidden size="0.75rem" />
            </IconButton>
          </li>
        );
      })}
    </ol>
  );
}
