/** The budget: target and actual, the slider with the calibration's distribution, the method of reduction, virtual unmerging. */
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { TermHelp } from '../../app/TermHelp.tsx';
import { showViews } from '../../commands/view.ts';
import { Segmented, type Option } from '../../controls/Segmented.tsx';
import { Switch } from '../../controls/Switch.tsx';
import { methods } from '../../../src-engine/reduction/methods.ts';
import { methodInUse, methodsFor, needsMore, switchMethod } from '../../state/budget.ts';
import type { ChosenMethod } from '../../state/choices-slice.ts';
import { useApp, useAppStore } from '../../app/context.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { BudgetNumbers } from './BudgetNumbers.tsx';
import { BudgetRemarks } from './BudgetRemarks.tsx';
import { BudgetSlider } from './BudgetSlider.tsx';
import { ThresholdsRow } from './thresholds/ThresholdsRow.tsx';

function optionOf(value: ChosenMethod): Option<ChosenMethod> {
  const { label, choice, what } = methods[value];
  return { value, label: choice, title: `${label}. ${what}.` };
}

const selectMethod = (state: AppState) => {
  const info = selectModelInfo(state);
  return info === null ? state.choices.method : methodInUse(state.choices, info);
};
const selectVirtualUnmerging = (state: AppState) => state.choices.virtualUnmerging;

export function BudgetPanel() {
  const info = useApp(selectModelInfo);
  const method = useApp(selectMethod);
  const virtualUnmerging = useApp(selectVirtualUnmerging);
  const store = useAppStore();
  const offered = methodsFor(info);
  const uncalibrated = info?.calibration === null && info.anyShape !== true;
  const noRows = !uncalibrated && info !== null && offered.includes('rows') && needsMore('rows', info);
  return (
    <section className="panel budget" aria-labelledby="budget-title">
      <header>
        <h2 id="budget-title">Token budget</h2>
        <span className="muted">
          {methods[method].control === 'average' ? 'average per image' : 'same for every image'}
        </span>
        <TermHelp id="budget" />
      </header>
      <BudgetNumbers info={info} method={method} />
      <BudgetSlider info={info} method={method} />
      <ThresholdsRow />
      <BudgetRemarks />
      <div className="switch-row">
        <Segmented
          label="Merging"
          options={offered.map(optionOf)}
          value={method}
          disabled={info === null ? [] : offered.filter((name) => needsMore(name, info))}
          {...(uncalibrated || noRows ? { describedBy: 'no-calibration' } : {})}
          onChange={(next) => {
            const { choices, choose } = store.getState();
            choose(switchMethod(choices, next, info));
          }}
        />
        <TermHelp id="merging">
          <dl>
            {offered.map((name) => (
              <div key={name}>
                <dt>{methods[name].choice}</dt>
                <dd>{methods[name].help}</dd>
              </div>
            ))}
          </dl>
        </TermHelp>
      </div>
      {uncalibrated ? (
        <p id="no-calibration" className="panel-note">
          Adaptive needs a calibration, and this model has none: calibrate it on a few hundred pictures.{' '}
          <CommandTextButton command={showViews.models} label="Calibrate in Models" small />
        </p>
      ) : null}
      {noRows ? (
        <p id="no-calibration" className="panel-note">
          {info.calibration === null
            ? 'Rows (ours) needs thresholds of rows, which a calibration finds, and this model has none.'
            : 'Rows (ours) needs thresholds of rows, and the calibration in use has none: calibrate the model again.'}{' '}
          <CommandTextButton command={showViews.models} label="Calibrate in Models" small />
        </p>
      ) : null}
      <Switch
        label="Virtual unmerging"
        checked={virtualUnmerging}
        onChange={(next) => store.getState().choose({ virtualUnmerging: next })}
        help={<TermHelp id="virtual-unmerging">{methods[method].places}</TermHelp>}
      />
    </section>
  );
}
