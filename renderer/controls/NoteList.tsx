/** Remarks under a result; nothing at all where there are none. */
interface Props {
  readonly notes: readonly string[];
}

export function NoteList({ notes }: Props) {
  if (notes.length === 0) return null;
  return (
    <ul className="notes selectable" aria-label="Notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
