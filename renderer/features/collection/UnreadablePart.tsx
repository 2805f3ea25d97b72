/** Files that cannot be read, each with its reason; folded away, because it is seldom what somebody looks for. */
import { useApp } from '../../app/context.ts';
import type { AppState } from '../../state/store.ts';
import { plural } from '../../../src-engine/report/units.ts';

const selectFacts = (state: AppState) => state.collectionFacts;

export function UnreadablePart() {
  const { unreadable, unreadableTotal } = useApp(selectFacts);
  if (unreadableTotal === 0) return null;
  return (
    <section className="panel" aria-label="Files that cannot be read">
      <details className="unreadable">
        <summary>{plural(unreadableTotal, 'file')} cannot be read</summary>
        <ul className="selectable">
          {unreadable.map(({ path, reason }) => (
            <li key={path}>
              <strong>{path}</strong> <span className="muted">{reason}</span>
            </li>
          ))}
        </ul>
        {unreadableTotal > unreadable.length ? (
          <p className="muted">The first {unreadable.length.toLocaleString('en')} are listed.</p>
        ) : null}
      </details>
    </section>
  );
}
