/** Sentences of the engine about what is on screen, e.g. that a huge picture was shrunk while it was read. */
import { useMemo } from 'react';
import { NoteList } from '../../controls/NoteList.tsx';
import { useApp } from '../../app/context.ts';
import { selectAnswers, selectShown } from '../../state/selectors.ts';
import { notesOf } from '../../words/engine-notes.ts';

export function EngineNotes() {
  const shown = useApp(selectShown);
  const pair = useApp(selectAnswers);
  return <NoteList notes={useMemo(() => notesOf(shown, pair), [shown, pair])} />;
}
