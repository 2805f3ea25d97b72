/** The budget for the whole collection: one slider, what it costs in words, and how sure that is. Every number is a component of its own, so that a step draws those and nothing around them. */
import { memo, useCallback, useLayoutEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore, useCommand } from '../../app/context.ts';
import { selectHigh, selectLow } from '../../commands/collection.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import { chooseCountedMethod, moveCollectionBudget } from '../../state/collection/acts.ts';
import { isMeasured, type CountUnit } from '../../state/collection/counts.ts';
import {
  selectCollectionBudget,
  selectCollectionTokens,
  selectCountedMethod,
  selectFiltered,
  selectPlan,
  selectUnit,
} from '../../state/collection/selectors.ts';
import { countedMethods, fitTokens, rangeOf, ticksOf, type BudgetRange } from '../../state/budget.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import type { BudgetPlan } from '../../state/collection/plan.ts';
import { Segmented } from '../../controls/Segmented.tsx';
import type { CountedMethod, ModelInfo } from '../../../src-engine/engine.ts';
import {
  interpolationSentence,
  planSentence,
  savingsSentence,
  uncountedSentence,
} from '../../words/collection-words.ts';
import { methods } from '../../../src-engine/reduction/methods.ts';
import { formatPercent } from '../../../src-engine/report/units.ts';

const selectColumns = (state: AppState) => state.columns;
const selectNoneShown = (state: AppState) => state.columns.rows > 0 && selectFiltered(state).length === 0;
const selectFacts = (state: AppState) => state.collectionFacts;
const selectAble = (state: AppState) => selectCollectionTokens(state) !== null; // not which: that moves

export function BudgetPart() {
  const info = useApp(selectModelInfo);
  const able = useApp(selectAble);
  const method = useApp(selectCountedMethod);
  if (info === null) return null;
  if (!able && countedMethods(info).length === 1) return null;
  const range = rangeOf(method, info);
  return (
    <section className="panel" aria-labelledby="collection-budget">
      <header>
        <h2 id="collection-budget">Budget for all</h2>
        {able ? <Target most={range.max} /> : null}
        <TermHelp id="collection-budget" />
      </header>
      <Counted info={info} method={method} />
      {able ? (
        <>
          <Mean />
          <Slider key={method} range={range} />
          <Ticks info={info} method={method} />
          <Plan />
          <Certainty most={range.max} />
        </>
      ) : null}
      <Notes />
    </section>
  );
}

/** Where a model's encoder merges tokens, and rows merge behind it: two numbers of one picture. */
function Counted({ info, method }: { readonly info: ModelInfo; readonly method: CountedMethod }) {
  const store = useAppStore();
  const allowed = countedMethods(info);
  if (allowed.length === 1) return null;
  return (
    <Segmented
      label="What is counted"
      options={allowed.map((value) => ({
        value,
        label: value === 'rows' ? methods.rows.choice : 'Tokens of the encoder',
        title: methods[value].what,
      }))}
      value={method}
      onChange={(value) => chooseCountedMethod(store, value)}
    />
  );
}

function Target({ most }: { readonly most: number }) {
  const tokens = useApp(selectCollectionTokens);
  const unit = useApp(selectUnit);
  return (
    <span className="muted collection-target">
      {tokens === most ? `all ${unit}` : `target average ${tokens}`}
    </span>
  );
}

function Mean() {
  const plan = useApp(selectPlan);
  const unit = useApp(selectUnit);
  return (
    <p className="collection-numbers">
      <strong className="figure">{plan === null ? '–' : Math.round(plan.mean).toLocaleString('en')}</strong>{' '}
      <span className="muted">
        {unit} an image
        {plan === null ? '' : ` · ${formatPercent(plan.total / plan.fullTotal)} of all`}
      </span>
    </p>
  );
}

/** Written to without React, which would set an input's name and type again at every step. */
function Slider({ range }: { readonly range: BudgetRange }) {
  const store = useAppStore();
  const unit = useApp(selectUnit);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const show = (tokens: number | null) => {
      if (input.current !== null && tokens !== null) showTokens(input.current, tokens, range, unit);
    };
    return store.subscribe(selectCollectionTokens, show, { fireImmediately: true });
  }, [store, range, unit]);
  return (
    <input
      ref={input}
      type="range"
      className="range"
      aria-label="Collection budget"
      min={range.min}
      max={range.max}
      step={1}
      defaultValue={range.max}
      onChange={({ currentTarget }) => {
        moveCollectionBudget(store, fitTokens(currentTarget.valueAsNumber, range));
        // A value that does not fit leaves the state as it was.
        showTokens(currentTarget, selectCollectionTokens(store.getState()) ?? range.max, range, unit);
      }}
    />
  );
}

function showTokens(
  input: HTMLInputElement,
  tokens: number,
  { min, max }: BudgetRange,
  unit: CountUnit,
): void {
  if (input.valueAsNumber !== tokens) input.value = String(tokens);
  input.style.setProperty('--fill', String((tokens - min) / Math.max(1, max - min)));
  input.setAttribute(
    'aria-valuetext',
    tokens === max ? `all ${tokens} ${unit}` : `${tokens} ${unit} on average`,
  );
}

function Ticks({ info, method }: { readonly info: ModelInfo; readonly method: CountedMethod }) {
  return (
    <div className="collection-ticks">
      {ticksOf(info, method).map(({ name, tokens }) => (
        <Tick key={name} name={name} tokens={tokens} />
      ))}
    </div>
  );
}

function Tick({ name, tokens }: { readonly name: string; readonly tokens: number }) {
  const store = useAppStore();
  const unit = useApp(selectUnit);
  const here = useApp(useCallback((state: AppState) => selectCollectionTokens(state) === tokens, [tokens]));
  return (
    <button
      type="button"
      aria-label={`Collection budget ${name}, ${tokens} ${unit}`}
      aria-pressed={here}
      onClick={() => moveCollectionBudget(store, tokens)}
    >
      {name} {tokens}
    </button>
  );
}

function Plan() {
  const plan = useApp(selectPlan);
  const noneShown = useApp(selectNoneShown);
  if (plan !== null) return <PlanWords plan={plan} />;
  return (
    <p className="muted">
      {noneShown
        ? 'No image fits the filter.'
        : 'Nothing is counted yet; the first numbers come in a moment.'}
    </p>
  );
}

function Certainty({ most }: { readonly most: number }) {
  const columns = useApp(selectColumns);
  const { interpolation } = useApp(selectFacts);
  const budget = useApp(selectCollectionBudget);
  const unit = useApp(selectUnit);
  if (budget === null) return null;
  return (
    <p className="muted collection-small">
      {interpolationSentence(
        isMeasured(columns, budget, most),
        budget.tokens,
        columns.budgets,
        interpolation,
        unit,
      )}
    </p>
  );
}

function Notes() {
  const { notes } = useApp(selectFacts);
  return notes
    .filter(({ kind }) => kind !== 'few')
    .map(({ text }) => (
      <p key={text} className="panel-note">
        {text}
      </p>
    ));
}

function PlanWords({ plan }: { readonly plan: BudgetPlan }) {
  const unit = useApp(selectUnit);
  const uncounted = uncountedSentence(plan);
  return (
    <>
      <div className="collection-plan selectable" role="status" aria-label="Budget plan">
        <p>{planSentence(plan, unit)}</p>
        <p>{savingsSentence(plan, unit)}</p>
        {uncounted === null ? null : <p>{uncounted}</p>}
      </div>
      <Outliers high={plan.high.length} low={plan.low.length} />
    </>
  );
}

/** Mostly stay while the budget moves. */
const Outliers = memo(function Outliers({ high, low }: { readonly high: number; readonly low: number }) {
  const command = useCommand();
  if (high + low === 0) return null;
  return (
    <p className="bench-ways">
      {high === 0 ? null : (
        <Button className="small-button" onPress={() => command(selectHigh)}>
          Select {high.toLocaleString('en')} with far more
        </Button>
      )}
      {low === 0 ? null : (
        <Button className="small-button" onPress={() => command(selectLow)}>
          Select {low.toLocaleString('en')} with far fewer
        </Button>
      )}
    </p>
  );
});
