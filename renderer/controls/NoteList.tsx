/** Remarks under a result; nothing at all where there are none. */
interface Props {
  readonly notes: readonly string[];
  /** Where there is a page around them: long ones and many are folded instead of scrolled. */
  readonly fold?: boolean;
}

const longest = 160; // characters that stand unfolded
const most = 4;

export function NoteList({ notes, fold = false }: Props) {
  if (notes.length === 0) return null;
  const shown = fold && notes.length > most ? notes.slice(0, most - 1) : notes;
  const rest = notes.slice(shown.length);
  return (
    <>
      <Notes notes={shown} fold={fold} label="Notes" />
      {rest.length === 0 ? null : (
        <details className="more-notes">
          <summary>{rest.length} more notes</summary>
          <Notes notes={rest} fold={fold} label="More notes" />
        </details>
      )}
    </>
  );
}

interface NotesProps extends Required<Props> {
  readonly label: string;
}

function Notes({ notes, fold, label }: NotesProps) {
  return (
    <ul className={fold ? 'notes notes-folded selectable' : 'notes selectable'} aria-label={label}>
      {notes.map((note) => (
        <li key={note}>{fold && note.length > longest ? <LongNote note={note} /> : note}</li>
      ))}
    </ul>
  );
}

/** Its beginning, up to a space; opened, the whole. */
function LongNote({ note }: { readonly note: string }) {
  const head = note.slice(0, longest);
  const end = head.lastIndexOf(' ');
  return (
    <details>
      <summary>{`${head.slice(0, end > 0 ? end : longest)} …`}</summary>
      {note}
    </details>
  );
}
