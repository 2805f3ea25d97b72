/** What is to be swept: how many budgets, and which methods beside DyMU at as many tokens. */
import { ToggleButton } from 'react-aria-components';
import type { ModelInfo, SweepMethod } from '../../../../src-engine/engine.ts';
import { methods } from '../../../../src-engine/reduction/methods.ts';
import { useApp, useAppStore } from '../../../app/context.ts';
import { chosenMethods, countsTokens, methodsFor, needsMore } from '../../../state/budget.ts';
import { selectModelInfo } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { sweepCounts, type SweepCount } from '../../../state/sweep/plan.ts';

const selectPlan = (state: AppState) => state.sweepPlan;

/** Methods that can keep as many tokens as DyMU; DART counts rows, and follows rows (ours) where squares are joined. */
function othersOf(info: ModelInfo | null, chosen: readonly SweepMethod[]): readonly SweepMethod[] {
  return methodsFor(info).filter((method) => {
    if (method === 'dymu' || (info !== null && needsMore(method, info))) return false;
    return method === 'rows' || info === null || countsTokens(method, info) || chosen.includes('rows');
  });
}

export function SweepChoice() {
  const { count, methods: chosen } = useApp(selectPlan);
  const info = useApp(selectModelInfo);
  const store = useAppStore();

  function toggle(method: SweepMethod, on: boolean): void {
    const next = chosenMethods.filter((one) => (one === method ? on : chosen.includes(one)));
    store.getState().planSweep({ methods: next });
  }

  return (
    <div className="sweep-choice">
      <select
        className="select"
        aria-label="Budgets in the sweep"
        value={count}
        onChange={(event) => {
          const next = sweepCounts.find((one) => one === Number(event.target.value));
          if (next !== undefined) store.getState().planSweep({ count: next });
        }}
      >
        {sweepCounts.map((one: SweepCount) => (
          <option key={one} value={one}>
            {one} budgets
          </option>
        ))}
      </select>
      <span role="group" aria-label="Beside DyMU, at as many tokens" className="sweep-methods">
        {othersOf(info, chosen).map((method) => (
          <ToggleButton
            key={method}
            className="small-button sweep-method"
            isSelected={chosen.includes(method)}
            onChange={(on) => toggle(method, on)}
          >
            {methods[method].label}
          </ToggleButton>
        ))}
      </span>
    </div>
  );
}
