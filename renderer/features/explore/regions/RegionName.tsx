/** The name of a region as a field: kept on Enter and when the keyboard leaves it, dropped by Escape. */
import { useState, type KeyboardEvent } from 'react';
import { useAppStore } from '../../../app/context.ts';
import { renameRegion } from '../../../state/regions/acts.ts';
import { longestName } from '../../../state/regions/list.ts';

export function RegionName({ index, name }: { readonly index: number; readonly name: string }) {
  const store = useAppStore();
  const [typed, setTyped] = useState<string | null>(null); // null: nobody types

  function keep(): void {
    if (typed !== null) renameRegion(store, index, typed);
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
      className="text-field region-field selectable"
      aria-label="Name of the region"
      value={typed ?? name}
      maxLength={longestName}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onKeyDown={onKeyDown}
    />
  );
}
