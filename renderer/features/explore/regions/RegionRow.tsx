/** One region of the list: what it is called, spends and keeps; with the keyboard on it, arrows move it on the picture. */
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { ModelInfo } from '../../../../src-engine/engine.ts';
import type { SteeredRegion } from '../../../../src-engine/reduction/steering/regions.ts';
import { useAppStore } from '../../../app/context.ts';
import { IconButton } from '../../../controls/IconButton.tsx';
import { NameField } from '../../../controls/NameField.tsx';
import { nudgeRegion, removeRegion, renameRegion, shiftRegion } from '../../../state/regions/acts.ts';
import { spendOf } from '../../../state/regions/budgets.ts';
import { longestName } from '../../../state/regions/list.ts';
import type { Kept } from '../../../state/regions/selectors.ts';
import { budgetWords, keptWords, regionWords } from '../../../words/region-words.ts';
import { RegionBudget } from './RegionBudget.tsx';

interface Props {
  readonly region: SteeredRegion;
  readonly place: { readonly index: number; readonly count: number };
  readonly kept: Kept | null;
  readonly info: ModelInfo | null;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function RegionRow({ region, place, kept, info, selected, onSelect }: Props) {
  const store = useAppStore();
  const { index, count } = place;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = arrows[event.key];
    if (by !== undefined) {
      store.getState().selectRegion(index);
      nudgeRegion(store, by, event.shiftKey);
    } else if (event.key === 'Delete' || event.key === 'Backspace') removeRegion(store, index);
    else return;
    event.preventDefault();
  }

  return (
    <li className="region-row" data-selected={selected || undefined}>
      <div className="region-head">
        <button
          type="button"
          className="region-pick"
          aria-pressed={selected}
          aria-label={regionWords(region, place, kept, info)}
          aria-keyshortcuts="ArrowUp ArrowDown ArrowLeft ArrowRight Delete"
          title="Arrow keys move it, Shift and arrows resize it, Delete removes it"
          onClick={onSelect}
          onKeyDown={onKeyDown}
        >
          <span className="region-number" data-spend={spendOf(region.budget, info)} aria-hidden>
            {index + 1}
          </span>
          <span className="region-title">
            <span className="region-name">{region.name}</span>
            <span className="muted">
              {budgetWords(region, info)} · {keptWords(kept)}
            </span>
          </span>
        </button>
        <IconButton label={`Remove ${region.name}`} keys="Delete" onPress={() => removeRegion(store, index)}>
          <X aria-hidden size="0.875rem" />
        </IconButton>
      </div>
      {selected ? (
        <div className="region-body">
          <RegionBudget index={index} region={region} info={info} />
          <div className="region-line">
            <NameField
              label="Name of the region"
              name={region.name}
              longest={longestName}
              className="region-field"
              onKeep={(typed) => renameRegion(store, index, typed)}
            />
            <IconButton
              label="Earlier in the list: wins over fewer"
              isDisabled={index === 0}
              onPress={() => shiftRegion(store, index, -1)}
            >
              <ArrowUp aria-hidden size="0.875rem" />
            </IconButton>
            <IconButton
              label="Later in the list: wins over more"
              isDisabled={index === count - 1}
              onPress={() => shiftRegion(store, index, 1)}
            >
              <ArrowDown aria-hidden size="0.875rem" />
            </IconButton>
          </div>
        </div>
      ) : null}
    </li>
  );
}
