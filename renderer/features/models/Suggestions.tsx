/** Models to begin with; those that this computer has no memory for are not offered. */
import { Button } from 'react-aria-components';
import { formatCount } from '../../../src-engine/report/units.ts';
import { useApp } from '../../app/context.ts';
import type { AppState } from '../../state/store.ts';
import { suggestionsFor } from '../../words/model-suggestions.ts';

/** Of this computer, as any look into a model has told. */
const selectTotal = ({ inspections }: AppState): number =>
  Object.values(inspections)
    .map((state) => (state.kind === 'ready' ? (state.inspection.memory?.total ?? Infinity) : Infinity))
    .reduce((least, total) => Math.min(least, total), Infinity);

export function Suggestions({ onChoose }: { readonly onChoose: (name: string) => void }) {
  const total = useApp(selectTotal);
  const fitting = suggestionsFor(total);
  return (
    <section aria-labelledby="suggested-models">
      <h3 id="suggested-models">Models to begin with</h3>
      {fitting.length === 0 ? (
        <p className="muted">None of those that are known fits the memory of this computer.</p>
      ) : null}
      <ul className="known-models" aria-labelledby="suggested-models">
        {fitting.map(({ name, what, parameters }) => (
          <li key={name} className="known-model">
            <div>
              <strong>{name}</strong>
              <p className="muted">
                {what}; {formatCount(parameters)} parameters
              </p>
            </div>
            <Button className="button" aria-label={`Look up ${name}`} onPress={() => onChoose(name)}>
              Look up
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
