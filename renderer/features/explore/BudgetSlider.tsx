/** The one slider: a native range input under the calibration's distribution, with this image's mark and the presets as ticks. */
import { memo, useMemo, useRef } from 'react';
import type { ModelInfo } from '../../../src-engine/engine.ts';
import { budgetScale } from '../../charts/budget-scale.ts';
import { distributionBars, quantilesAt } from '../../charts/distribution.ts';
import { placeLabels } from '../../charts/tick-labels.ts';
import { useSize } from '../../controls/use-size.ts';
import { curveOf, fitTokens, rangeOf, ticksOf, type BudgetRange } from '../../state/budget.ts';
import { methods } from '../../../src-engine/reduction/methods.ts';
import type { ChosenMethod } from '../../state/choices-slice.ts';
import { useApp, useAppStore, useSettled } from '../../app/context.ts';
import { selectActual, selectShown, selectViewCount } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { selectCustom } from '../../state/thresholds/selectors.ts';
import { customWords } from '../../words/threshold-words.ts';

interface Props {
  readonly info: ModelInfo | null;
  readonly method: ChosenMethod;
}

const noRange: BudgetRange = { min: 0, max: 1, reach: 1 };
const bins = 40;

const selectTokens = (state: AppState) => state.choices.tokens;
const selectFull = (state: AppState) => selectShown(state)?.encoding.fullTokens ?? null;

export function BudgetSlider({ info, method }: Props) {
  const store = useAppStore();
  const wanted = useApp(selectTokens);
  const kept = useApp(selectActual);
  const full = useApp(selectFull);
  const views = useApp(selectViewCount);
  const custom = useApp(selectCustom);
  const axis = useRef<HTMLDivElement>(null);
  const width = useSize(axis)?.width ?? 0;
  const range = info === null ? noRange : rangeOf(method, info);
  const actual = info === null ? null : kept; // recorded tokens have no place on an axis without a model
  const tokens = fitTokens(wanted, range);
  const share = budgetScale(range, 1);
  // Pictures that keep their shape have more or fewer than the slider's end: what is left of them is marked as the same share.
  const scale = info?.anyShape === true && full !== null ? range.max / full : 1;
  const choose = (value: number) => store.getState().choose({ tokens: fitTokens(value, range) }, 'budget');
  return (
    <div className="budget-slider" data-custom={custom !== null || undefined}>
      <div ref={axis} className="budget-plot" aria-hidden>
        {info === null ? null : <Distribution info={info} method={method} width={width} />}
        {actual === null ? null : <Mark tokens={actual} at={share(actual * scale)} perView={views > 1} />}
      </div>
      <input
        type="range"
        className="range"
        aria-label="Token budget"
        min={range.min}
        max={range.max}
        step={1}
        value={tokens}
        disabled={info === null}
        aria-valuetext={`${valueWords(tokens, range, method, actual)}${custom === null ? '' : `; not in force: ${customWords(custom)}`}`}
        style={{ '--fill': share(tokens) }}
        onChange={(event) => choose(event.target.valueAsNumber)}
      />
      {info === null ? null : (
        <Ticks info={info} method={method} width={width} share={share} tokens={tokens} onChoose={choose} />
      )}
    </div>
  );
}

function valueWords(tokens: number, range: BudgetRange, method: ChosenMethod, actual: number | null): string {
  if (tokens === range.max) return `all ${tokens} tokens`;
  const target = methods[method].control === 'average' ? `target average ${tokens}` : `exactly ${tokens}`;
  return actual === null ? target : `${target}, this image ${actual} of ${range.max}`;
}

interface MarkProps {
  readonly tokens: number;
  readonly at: number; // 0..1
  readonly perView: boolean;
}

function Mark({ tokens, at, perView }: MarkProps) {
  const place = Math.min(1, Math.max(0, at));
  return (
    <span
      className="budget-mark"
      data-side={place > 0.6 ? 'left' : 'right'}
      style={{ left: `${100 * place}%` }}
    >
      <span>
        this image {tokens}
        {perView ? ' a view' : ''}
      </span>
    </span>
  );
}

interface DistributionProps {
  readonly info: ModelInfo;
  readonly method: ChosenMethod;
  readonly width: number;
}

/** Forty bars, which follow the stage and not the thumb. */
const Distribution = memo(function Distribution({ info, method, width }: DistributionProps) {
  const range = rangeOf(method, info);
  const tokens = fitTokens(useSettled(selectTokens), range);
  const calibration = curveOf(method, info);
  const bars = useMemo(() => {
    if (calibration === null || methods[method].control !== 'average' || tokens >= range.max) return [];
    return distributionBars(quantilesAt(calibration, tokens), range.max, bins);
  }, [calibration, method, tokens, range.max]);
  const most = Math.max(...bars.map((bar) => bar.share), Number.EPSILON);
  const x = budgetScale(range, width);
  const height = 44;
  return (
    <svg className="budget-bars" width={width} height={height}>
      {bars.map((bar) => {
        const left = Math.max(0, x(bar.from));
        const tall = (bar.share / most) * height;
        return (
          <rect
            key={bar.from}
            x={left}
            width={Math.max(0, x(bar.to) - left - 1)}
            y={height - tall}
            height={tall}
            rx={1}
          />
        );
      })}
    </svg>
  );
});

interface TicksProps {
  readonly info: ModelInfo;
  readonly method: ChosenMethod;
  readonly width: number;
  readonly tokens: number;
  readonly share: (value: number) => number;
  readonly onChoose: (tokens: number) => void;
}

const letterEm = 0.56; // mean width of a letter
const labelRem = 0.6875;

function Ticks({ info, method, width, tokens, share, onChoose }: TicksProps) {
  const rem = useMemo(() => parseFloat(getComputedStyle(document.documentElement).fontSize) || 16, []);
  const ticks = ticksOf(info, method).filter((tick) => share(tick.tokens) >= 0);
  const texts = ticks.map((tick) => `${tick.name} ${tick.tokens}`);
  const widths = texts.map((text) => text.length * letterEm * labelRem * rem + 4);
  const lefts = placeLabels(
    ticks.map((tick, i) => ({ at: width * share(tick.tokens), width: widths[i] ?? 0 })),
    width,
    4,
  );
  if (width === 0) return <div className="budget-ticks" />;
  return (
    <div className="budget-ticks">
      {ticks.map((tick, i) => (
        <span key={tick.name}>
          <i style={{ left: `${100 * share(tick.tokens)}%` }} aria-hidden />
          <button
            type="button"
            style={{ left: lefts[i], width: widths[i] }}
            aria-label={`Budget ${tick.name}, ${tick.tokens} tokens`}
            aria-pressed={tick.tokens === tokens}
            onClick={() => onChoose(tick.tokens)}
          >
            {texts[i]}
          </button>
        </span>
      ))}
    </div>
  );
}
