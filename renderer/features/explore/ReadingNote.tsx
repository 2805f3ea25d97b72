/** Over the picture, where it is not read plainly: what was done to it, and what can be done instead. */
import { Info } from 'lucide-react';
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { useApp } from '../../app/context.ts';
import type { Command } from '../../commands/command.ts';
import { asStored, asTagged, dropTransparency, layOnWhite, resetReading } from '../../commands/picture.ts';
import { selectFacts } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';

const offered: readonly Command[] = [asStored, asTagged, layOnWhite, dropTransparency, resetReading];

/** Their ids as one string: those that would change something. */
const selectOffered = (state: AppState) =>
  offered.flatMap(({ id, whyNot }) => (whyNot?.(state) == null ? [id] : [])).join(' ');

export function ReadingNote() {
  const notes = useApp(selectFacts)?.notes ?? [];
  const can = useApp(selectOffered).split(' ');
  if (notes.length === 0) return null;
  return (
    <div className="reading-note" role="note" aria-label="How this picture is read">
      <Info aria-hidden size="0.875rem" />
      <span className="selectable">{notes.join(' ')}</span>
      {offered
        .filter(({ id }) => can.includes(id))
        .map((command) => (
          <CommandTextButton
            key={command.id}
            command={command}
            small
            {...(command === resetReading ? { label: 'Reset' } : {})}
          />
        ))}
    </div>
  );
}
