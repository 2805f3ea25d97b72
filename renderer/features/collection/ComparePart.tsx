/** A second budget or another method over the same images: its column in the table, the difference in words and as a figure. */
import { useMemo } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore } from '../../app/context.ts';
import { binned, histogramChart } from '../../charts/collection-histogram.ts';
import { chosenMethods, fitTokens, methodsFor, mostOf, needsMore, rangeOf } from '../../state/budget.ts';
import type { ChosenMethod } from '../../state/choices-slice.ts';
import type { CollectionBudget } from '../../state/collection/counts.ts';
import {
  selectCollectionTokens,
  selectCounts,
  selectDifference,
  selectFiltered,
  selectMost,
  selectOtherCounts,
  selectUnit,
} from '../../state/collection/selectors.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { differenceSentence } from '../../words/collection-words.ts';
import { methods } from '../../../src-engine/reduction/methods.ts';
import { plural } from '../../../src-engine/report/units.ts';

const selectOther = (state: AppState) => state.collectionChoices.other;
const selectAble = (state: AppState) => selectCollectionTokens(state) !== null; // not which: that moves
const box = { width: 320, height: 96, left: 8, right: 8, top: 16, bottom: 30 };
const nothingSelected = new Uint8Array(0);

export function ComparePart() {
  const store = useAppStore();
  const info = useApp(selectModelInfo);
  const other = useApp(selectOther);
  const able = useApp(selectAble);
  const difference = useApp(selectDifference);
  const most = useApp(selectMost);
  const unit = useApp(selectUnit);
  if (info === null || !able) return null;
  const choose = (next: CollectionBudget | null, gesture?: string) =>
    store.getState().chooseCollection({ other: next }, gesture);
  const begin = () => {
    const tokens = selectCollectionTokens(store.getState());
    if (tokens !== null) choose({ method: unit === 'rows' ? 'dart' : 'tome', tokens });
  };
  return (
    <section className="panel" aria-labelledby="collection-compare">
      <header>
        <h2 id="collection-compare">Compare</h2>
        {other === null ? (
          <Button className="small-button" onPress={begin}>
            Compare with…
          </Button>
        ) : (
          <Button className="small-button" onPress={() => choose(null)}>
            Compare no more
          </Button>
        )}
      </header>
      {other === null ? (
        <p className="muted collection-small">
          Sets a second budget or another method beside this one, image by image.
        </p>
      ) : (
        <>
          <div className="compare-choice">
            <select
              className="select"
              aria-label="Method to compare with"
              value={other.method}
              onChange={({ target }) => {
                const method = chosenMethods.find((name) => name === target.value);
                if (method !== undefined) choose({ ...other, method });
              }}
            >
              {methodsFor(info)
                .filter((method: ChosenMethod) => mostOf(method, info) === most && !needsMore(method, info))
                .map((method) => (
                  <option key={method} value={method}>
                    {methods[method].choice}
                  </option>
                ))}
            </select>
            <input
              type="range"
              className="range"
              aria-label="Budget to compare with"
              min={rangeOf(other.method, info).min}
              max={most}
              value={other.tokens}
              aria-valuetext={`${other.tokens} ${unit}`}
              style={{ '--fill': other.tokens / most }}
              onChange={({ target }) =>
                choose(
                  { ...other, tokens: fitTokens(target.valueAsNumber, rangeOf(other.method, info)) },
                  'compared-budget',
                )
              }
            />
            <output>{other.tokens}</output>
          </div>
          {difference === null ? (
            <p className="muted collection-small">Nothing is counted yet that could be compared.</p>
          ) : (
            <>
              <p role="status" aria-label="Comparison" className="selectable">
                {differenceSentence(difference, other, most, unit)}
              </p>
              <Differences />
            </>
          )}
        </>
      )}
    </section>
  );
}

function Differences() {
  const rows = useApp(selectFiltered);
  const first = useApp(selectCounts);
  const second = useApp(selectOtherCounts);
  const unit = useApp(selectUnit);
  const chart = useMemo(() => {
    if (second === null) return null;
    const by = first.map((value, row) => (second[row] ?? Number.NaN) - value);
    const reach = Math.max(
      1,
      rows.reduce((widest, row) => Math.max(widest, Math.abs(by[row] ?? 0) || 0), 0),
    );
    return histogramChart(binned(rows, by, nothingSelected, [-reach, reach], 41), box);
  }, [rows, first, second]);
  if (chart === null) return null;
  return (
    <svg
      className="difference-chart"
      viewBox={`0 0 ${box.width} ${box.height}`}
      role="img"
      aria-label={`Images by difference in ${unit}; the tallest bar is ${plural(chart.most, 'image')}`}
    >
      <text className="chart-name" x={box.left} y={11}>
        images, tallest {chart.most.toLocaleString('en')}
      </text>
      <path className="histogram-bars" d={chart.all} />
      <line className="chart-zero" x1={chart.x(0)} x2={chart.x(0)} y1={box.top} y2={chart.base} />
      {chart.xTicks.map(({ at, text }) => (
        <text key={text} className="chart-x" x={at} y={chart.base + 12}>
          {text}
        </text>
      ))}
      <text className="chart-x" x={box.width / 2} y={box.height - 3}>
        {unit} more (right) or fewer (left) than with this budget
      </text>
    </svg>
  );
}
