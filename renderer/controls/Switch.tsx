/** An on/off switch: a native checkbox told to be one. */
import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly help?: ReactNode;
}

export function Switch({ label, checked, onChange, help }: Props) {
  return (
    <div className="switch-row">
      <label className="switch">
        <span>{label}</span>
        <input
          type="checkbox"
          role="switch"
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
        />
      </label>
      {help}
    </div>
  );
}
