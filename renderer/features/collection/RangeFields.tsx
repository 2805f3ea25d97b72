/** Two number fields for the ends of a range; an empty one is open. What a brush does with the pointer, these do with keys. */
import { useState } from 'react';
import type { Range } from '../../state/collection/order.ts';

interface Props {
  readonly label: string;
  readonly range: Range;
  readonly scale?: number; // what is shown for 1
  readonly unit?: string;
  readonly onChange: (range: Range) => void;
}

export function RangeFields({ label, range, scale = 1, unit = '', onChange }: Props) {
  return (
    <span className="range-fields" role="group" aria-label={label}>
      <span aria-hidden>{label}</span>
      <End
        label={`${label}, from`}
        value={range.from}
        scale={scale}
        onChange={(from) => onChange({ ...range, from })}
      />
      <span aria-hidden>to</span>
      <End
        label={`${label}, to`}
        value={range.to}
        scale={scale}
        onChange={(to) => onChange({ ...range, to })}
      />
      {unit === '' ? null : <span aria-hidden>{unit}</span>}
    </span>
  );
}

interface EndProps {
  readonly label: string;
  readonly value: number | null;
  readonly scale: number;
  readonly onChange: (value: number | null) => void;
}

function End({ label, value, scale, onChange }: EndProps) {
  const shown = value === null ? '' : String(Number((value * scale).toPrecision(4)));
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      type="text"
      inputMode="decimal"
      className="collection-field selectable"
      aria-label={label}
      value={typed ?? shown}
      placeholder="any"
      onChange={({ target }) => {
        setTyped(target.value);
        const text = target.value.trim().replace(',', '.');
        const number = Number(text);
        if (text === '') onChange(null);
        else if (Number.isFinite(number)) onChange(number / scale);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
