/** The budget: target and actual, the slider with the calibration's distribution, the kind of merging, virtual unmerging. */
import { Help } from '../../controls/Help.tsx';
import { Segmented, type Option } from '../../controls/Segmented.tsx';
import { Switch } from '../../controls/Switch.tsx';
import { modeFor } from '../../state/budget.ts';
import type { MergingMode } from '../../state/choices-slice.ts';
import { useApp, useAppStore } from '../../app/context.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { BudgetNumbers } from './BudgetNumbers.tsx';
import { BudgetSlider } from './BudgetSlider.tsx';

const mergings: readonly Option<MergingMode>[] = [
  { value: 'adaptive', label: 'Adaptive', title: 'DyMU: simple images get fewer tokens than complex ones' },
  { value: 'exact', label: 'Exact', title: 'ToMe: every image gets exactly this many tokens' },
];

const selectMode = (state: AppState) => state.choices.mode;
const selectVirtualUnmerging = (state: AppState) => state.choices.virtualUnmerging;

export function BudgetPanel() {
  const info = useApp(selectModelInfo);
  const chosen = useApp(selectMode);
  const virtualUnmerging = useApp(selectVirtualUnmerging);
  const store = useAppStore();
  const mode = info === null ? chosen : modeFor(chosen, info);
  const uncalibrated = info?.calibration === null;
  return (
    <section className="panel budget" aria-labelledby="budget-title">
      <header>
        <h2 id="budget-title">Token budget</h2>
        <span className="muted">{mode === 'adaptive' ? 'average per image' : 'same for every image'}</span>
      </header>
      <BudgetNumbers info={info} mode={mode} />
      <BudgetSlider info={info} mode={mode} />
      <div className="switch-row">
        <Segmented
          label="Merging"
          options={mergings}
          value={mode}
          disabled={uncalibrated ? ['adaptive'] : []}
          {...(uncalibrated ? { describedBy: 'no-calibration' } : {})}
          onChange={(next) => store.getState().choose({ mode: next })}
        />
        <Help term="Merging">
          In every layer of the encoder, tokens that are alike become one. Adaptive (DyMU) merges pairs above
          a threshold, so a plain image ends with fewer tokens than a busy one. Exact (ToMe) merges until
          every image has the same number.
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
            merged token at every position that it stands for, while the other layers compute it once.
          </Help>
        }
      />
    </section>
  );
}
