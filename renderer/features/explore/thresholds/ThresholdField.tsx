/** The threshold of the point in hand as a number to type: kept on Enter and when the keyboard leaves it, dropped by Escape. */
import { useState, type KeyboardEvent } from 'react';
import { useApp, useAppStore } from '../../../app/context.ts';
import type { AppState } from '../../../state/store.ts';
import { setThreshold } from '../../../state/thresholds/acts.ts';
import { selectThresholds, whyNotThresholds } from '../../../state/thresholds/selectors.ts';
import { thresholdText, thresholdWords } from '../../../words/threshold-words.ts';

const fieldId = 'threshold-value';
const selectLayer = (state: AppState) => state.thresholdLayer;

export function focusThresholdField(): void {
  const field = document.getElementById(fieldId);
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
}

function focusPoint(): void {
  document.querySelector<SVGGElement>('.threshold-point[data-current]')?.focus();
}

export function ThresholdField() {
  const values = useApp(selectThresholds);
  const layer = Math.min(useApp(selectLayer), values.length - 1);
  const reason = useApp(whyNotThresholds);
  const store = useAppStore();
  const [typed, setTyped] = useState<string | null>(null); // null: nobody types
  const value = values[layer];
  if (reason !== null || value === undefined) return <span className="muted layers-hint">{reason}</span>;

  function keep(): void {
    const number = Number((typed ?? '').trim().replace(',', '.'));
    if (typed !== null && typed.trim() !== '' && Number.isFinite(number)) setThreshold(store, layer, number);
    setTyped(null);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') keep();
    else if (event.key === 'Escape') setTyped(null);
    else return;
    focusPoint();
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <label className="threshold-field">
      <span>{thresholdWords(layer)}</span>
      <input
        id={fieldId}
        type="text"
        inputMode="decimal"
        className="text-field selectable"
        aria-label={`${thresholdWords(layer)}, typed`}
        title="From 0 to 1. A pair of tokens merges in this layer if its score is above it; 1 merges nothing."
        value={typed ?? thresholdText(value)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keep}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}
