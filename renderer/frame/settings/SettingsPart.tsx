/** One heading of the settings with what belongs to it, and one row: what it is, the choice, what it does. */
import type { ReactNode } from 'react';

interface PartProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function SettingsPart({ title, children }: PartProps) {
  return (
    <section className="settings-part" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface RowProps {
  readonly label: string;
  /** A sentence, where the label does not say all. */
  readonly what?: string;
  readonly children: ReactNode;
}

export function SettingsRow({ label, what, children }: RowProps) {
  return (
    <div className="settings-row">
      <span aria-hidden>{label}</span>
      <div>{children}</div>
      {what === undefined ? null : <p className="muted">{what}</p>}
    </div>
  );
}
