/** Sentences of the engine about what is on screen, e.g. that a huge picture was shrunk while it was read. */
import { useMemo } from 'react';
import { NoteList } from '../../controls/NoteList.tsx';
import { useApp } from '../../app/context.ts';
import { selectAnswers, selectShown, selectFacts } from '../../state/selectors.ts';
import { notesOf } from '../../words/engine-notes.ts';

export function EngineNotes() {
  const shown = useApp(selectShown);
  const pair = useApp(selectAnswers);
  const ofPicture = useApp(selectFacts)?.notes; // they stand over it
  return <NoteList notes={useMemo(() => notesOf(shown, pair, ofPicture), [shown, pair, ofPicture])} />;
}
