/** What may be spent in a region: all, little, or an average of its own. */
import type { ModelInfo } from '../../../../src-engine/engine.ts';
import type { SteeredRegion } from '../../../../src-engine/reduction/steering/regions.ts';
import { useApp, useAppStore } from '../../../app/context.ts';
import { Segmented, type Option } from '../../../controls/Segmented.tsx';
import { fitTokens, rangeOf } from '../../../state/budget.ts';
import { spendOn } from '../../../state/regions/acts.ts';
import { littleOf, spendOf, tokensOf, type Spend } from '../../../state/regions/budgets.ts';
import { everything } from '../../../state/regions/list.ts';
import type { AppState } from '../../../state/store.ts';
import { spendWords } from '../../../words/region-words.ts';

const spends: readonly Spend[] = ['all', 'little', 'own'];
const options: readonly Option<Spend>[] = spends.map((value) => ({
  value,
  label: spendWords[value].label,
  title: spendWords[value].what,
}));
const selectTokens = (state: AppState) => state.choices.tokens;

interface Props {
  readonly index: number;
  readonly region: SteeredRegion;
  readonly info: ModelInfo | null;
}

export function RegionBudget({ index, region, info }: Props) {
  const store = useAppStore();
  const around = useApp(selectTokens);
  if (info === null) return null;
  const range = rangeOf('dymu', info);
  const spend = spendOf(region.budget, info);
  const own = tokensOf(region.budget, info);

  function choose(next: Spend): void {
    if (info === null) return;
    const start = Math.min(range.reach, Math.max(range.min + 1, around));
    if (next === 'all') spendOn(store, index, everything);
    else if (next === 'little') spendOn(store, index, littleOf(info));
    else spendOn(store, index, { kind: 'tokens', tokens: fitTokens(start, range) });
  }

  return (
    <div className="region-budget">
      <Segmented label="Budget of the region" options={options} value={spend} onChange={choose} />
      {spend !== 'own' ? null : (
        <label className="region-own">
          <input
            type="range"
            className="range range-small"
            aria-label="Average tokens in the region"
            aria-valuetext={`average ${own} of ${info.tokensPerView}`}
            min={range.min + 1}
            max={range.reach}
            value={own}
            style={{ '--fill': (own - range.min - 1) / Math.max(1, range.reach - range.min - 1) }}
            onChange={(event) =>
              spendOn(
                store,
                index,
                { kind: 'tokens', tokens: event.target.valueAsNumber },
                `region ${index} budget`,
              )
            }
          />
          <strong>{own}</strong>
        </label>
      )}
    </div>
  );
}
