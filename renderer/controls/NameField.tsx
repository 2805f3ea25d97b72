/** A name as a field: kept on Enter and when the keyboard leaves it, dropped by Escape. */
import { useState, type KeyboardEvent } from 'react';

interface NameFieldProps {
  /** For screen readers. */
  readonly label: string;
  readonly name: string;
  readonly longest: number; // characters
  readonly className?: string;
  /** Called with what was typed, also where that is the name as it was. */
  readonly onKeep: (typed: string) => void;
}

export function NameField({ label, name, longest, className = '', onKeep }: NameFieldProps) {
  const [typed, setTyped] = useState<string | null>(null); // null: nobody types

  function keep(): void {
    if (typed !== null) onKeep(typed);
    setTyped(null);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') keep();
    else if (event.key === 'Escape' && typed !== null) setTyped(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <input
      type="text"
      className={`text-field selectable ${className}`.trim()}
      aria-label={label}
      value={typed ?? name}
      maxLength={longest}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onKeyDown={onKeyDown}
    />
  );
}
