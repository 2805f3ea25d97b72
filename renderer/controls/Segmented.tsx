/** A few exclusive choices side by side: native radio buttons, so that keys and screen readers need nothing from us. */
import { useId } from 'react';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly title?: string;
}

interface Props<T extends string> {
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly disabled?: readonly T[];
  readonly describedBy?: string;
}

export function Segmented<T extends string>(props: Props<T>) {
  const { label, options, value, onChange, disabled = [], describedBy } = props;
  const name = useId();
  return (
    <div
      className="segmented"
      role="radiogroup"
      aria-label={label}
      aria-describedby={describedBy}
      data-off={options.every((option) => disabled.includes(option.value)) || undefined}
    >
      {options.map((option) => (
        <label key={option.value} className="segment" title={option.title}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={disabled.includes(option.value)}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
