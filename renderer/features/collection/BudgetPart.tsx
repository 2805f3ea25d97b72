/** The budget for the whole collection: one slider, what it costs in words, and how sure that is. */
import { Button } from 'react-aria-components';
import { useApp, useAppStore, useCommand } from '../../app/context.ts';
import { selectHigh, selectLow } from '../../commands/collection.ts';
import { Help } from '../../controls/Help.tsx';
import { moveCollectionBudget } from '../../state/collection/acts.ts';
import { isMeasured } from '../../state/collection/counts.ts';
import { selectCollectionBudget, selectPlan } from '../../state/collection/selectors.ts';
import { fitTokens, rangeOf, ticksOf } from '../../state/budget.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import type { BudgetPlan } from '../../state/collection/plan.ts';
import {
  interpolationSentence,
  planSentence,
  savingsSentence,
  uncountedSentence,
} from '../../words/collection-words.ts';
import { formatPercent } from '../../../src-engine/report/units.ts';

const selectColumns = (state: AppState) => state.columns;
const selectFacts = (state: AppState) => state.collectionFacts;

export function BudgetPart() {
  const store = useAppStore();
  const info = useApp(selectModelInfo);
  const budget = useApp(selectCollectionBudget);
  const columns = useApp(selectColumns);
  const facts = useApp(selectFacts);
  const plan = useApp(selectPlan);
  if (info === null || budget === null) return null;
  const range = rangeOf('dymu', info);
  const { tokens } = budget;
  const share = (tokens - range.min) / Math.max(1, range.max - range.min);
  const move = (value: number) => moveCollectionBudget(store, fitTokens(value, range));
  return (
    <section className="panel" aria-labelledby="collection-budget">
      <header>
        <h2 id="collection-budget">Budget for all</h2>
        <span className="muted collection-target">
          {tokens === range.max ? 'all tokens' : `target average ${tokens}`}
        </span>
        <Help term="A budget for a collection">
          The average number of tokens that a view may keep, over images like those of the calibration. Each
          image was counted at the budgets of the calibration; between them counts are read off a line, so
          that the slider encodes nothing.
        </Help>
      </header>
      <p className="collection-numbers">
        <strong className="figure">{plan === null ? '–' : Math.round(plan.mean).toLocaleString('en')}</strong>{' '}
        <span className="muted">
          tokens an image
          {plan === null ? '' : ` · ${formatPercent(plan.total / plan.fullTotal)} of all`}
        </span>
      </p>
      <input
        type="range"
        className="range"
        aria-label="Collection budget"
        min={range.min}
        max={range.max}
        step={1}
        value={tokens}
        aria-valuetext={tokens === range.max ? `all ${tokens} tokens` : `${tokens} tokens on average`}
        style={{ '--fill': share }}
        onChange={(event) => move(event.target.valueAsNumber)}
      />
      <div className="collection-ticks">
        {ticksOf(info).map(({ name, tokens: at }) => (
          <button
            key={name}
            type="button"
            aria-label={`Collection budget ${name}, ${at} tokens`}
            aria-pressed={at === tokens}
            onClick={() => move(at)}
          >
            {name} {at}
          </button>
        ))}
      </div>
      {plan === null ? (
        <p className="muted">Nothing is counted yet; the first numbers come in a moment.</p>
      ) : (
        <Plan plan={plan} />
      )}
      <p className="muted collection-small">
        {interpolationSentence(
          isMeasured(columns, budget, range.max),
          tokens,
          columns.budgets,
          facts.interpolation,
        )}
      </p>
      {facts.notes
        .filter(({ kind }) => kind !== 'few')
        .map(({ text }) => (
          <p key={text} className="panel-note">
            {text}
          </p>
        ))}
    </section>
  );
}

function Plan({ plan }: { readonly plan: BudgetPlan }) {
  const command = useCommand();
  const uncounted = uncountedSentence(plan);
  return (
    <>
      <div className="collection-plan selectable" role="status" aria-label="Budget plan">
        <p>{planSentence(plan)}</p>
        <p>{savingsSentence(plan)}</p>
        {uncounted === null ? null : <p>{uncounted}</p>}
      </div>
      {plan.high.length + plan.low.length === 0 ? null : (
        <p className="bench-ways">
          {plan.high.length === 0 ? null : (
            <Button className="small-button" onPress={() => command(selectHigh)}>
              Select {plan.high.length.toLocaleString('en')} with far more
            </Button>
          )}
          {plan.low.length === 0 ? null : (
            <Button className="small-button" onPress={() => command(selectLow)}>
              Select {plan.low.length.toLocaleString('en')} with far fewer
            </Button>
          )}
        </p>
      )}
    </>
  );
}
