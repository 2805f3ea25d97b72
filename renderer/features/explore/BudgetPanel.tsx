/** The budget: target and actual, the slider with the calibration's distribution, the method of reduction, virtual unmerging. */
import { Help } from '../../controls/Help.tsx';
import { Segmented, type Option } from '../../controls/Segmented.tsx';
import { Switch } from '../../controls/Switch.tsx';
import { methods } from '../../../src-engine/reduction/methods.ts';
import { chosenMethods, methodFor, needsMore } from '../../state/budget.ts';
import type { ChosenMethod } from '../../state/choices-slice.ts';
import { useApp, useAppStore } from '../../app/context.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { BudgetNumbers } from './BudgetNumbers.tsx';
import { BudgetRemarks } from './BudgetRemarks.tsx';
import { BudgetSlider } from './BudgetSlider.tsx';

const options: readonly Option<ChosenMethod>[] = chosenMethods.map((value) => {
  const { label, choice, what } = methods[value];
  return { value, label: choice, title: `${label}. ${what}.` };
});

const selectMethod = (state: AppState) => state.choices.method;
const selectVirtualUnmerging = (state: AppState) => state.choices.virtualUnmerging;

export function BudgetPanel() {
  const info = useApp(selectModelInfo);
  const chosen = useApp(selectMethod);
  const virtualUnmerging = useApp(selectVirtualUnmerging);
  const store = useAppStore();
  const method = info === null ? chosen : methodFor(chosen, info);
  const uncalibrated = info?.calibration === null;
  return (
    <section className="panel budget" aria-labelledby="budget-title">
      <header>
        <h2 id="budget-title">Token budget</h2>
        <span className="muted">
          {methods[method].control === 'average' ? 'average per image' : 'same for every image'}
        </span>
      </header>
      <BudgetNumbers info={info} method={method} />
      <BudgetSlider info={info} method={method} />
      <BudgetRemarks />
      <div className="switch-row">
        <Segmented
          label="Merging"
          options={options}
          value={method}
          disabled={info === null ? [] : chosenMethods.filter((name) => needsMore(name, info))}
          {...(uncalibrated ? { describedBy: 'no-calibration' } : {})}
          onChange={(next) => store.getState().choose({ method: next })}
        />
        <Help term="Merging">
          Which tokens are left for the language model.{' '}
          {chosenMethods.map((name) => methods[name].help).join(' ')}
        </Help>
      </div>
      {uncalibrated ? (
        <p id="no-calibration" className="panel-note">
          Adaptive needs a calibration, and this model has none. Run <code>dymu calibrate</code> with a few
          hundred images, then open the model again.
        </p>
      ) : null}
      <Switch
        label="Virtual unmerging"
        checked={virtualUnmerging}
        onChange={(next) => store.getState().choose({ virtualUnmerging: next })}
        help={
          <Help term="Virtual unmerging">
            The language model was trained on all positions. Virtual unmerging lets its attention see each
            merged token at every position that it stands for, while the other layers compute it once.{' '}
            {methods[method].places}
          </Help>
        }
      />
    </section>
  );
}
