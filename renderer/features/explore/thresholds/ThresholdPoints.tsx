/** The thresholds as points over the layer chart: dragged by mouse or finger, or one after the other with the keyboard. Beside the chart, not in it: a slider must not hold others. */
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { createPointDrag } from '../../../charts/point-drag.ts';
import type { ChartBox, LayerChart } from '../../../charts/layer-chart.ts';
import { thresholdScale, type ThresholdScale } from '../../../charts/threshold-scale.ts';
import { useApp, useAppStore } from '../../../app/context.ts';
import type { AppState, AppStore } from '../../../state/store.ts';
import { setThreshold } from '../../../state/thresholds/acts.ts';
import { thresholdKey } from '../../../state/thresholds/keys.ts';
import { selectCustom, selectThresholds, whyNotThresholds } from '../../../state/thresholds/selectors.ts';
import { thresholdValueWords, thresholdWords } from '../../../words/threshold-words.ts';
import { focusThresholdField } from './ThresholdField.tsx';

const selectLayer = (state: AppState) => state.thresholdLayer;
const selectOff = (state: AppState) => whyNotThresholds(state) !== null;

interface Props {
  readonly chart: LayerChart;
  readonly box: ChartBox;
}

export function ThresholdPoints({ chart, box }: Props) {
  const values = useApp(selectThresholds);
  const custom = useApp(selectCustom) !== null;
  const off = useApp(selectOff);
  const current = Math.min(useApp(selectLayer), values.length - 1);
  const scale = useMemo(() => thresholdScale(box), [box]);
  const path = useMemo(() => scale.path(values, chart.x), [values, chart, scale]);
  return (
    <svg
      className="threshold-chart"
      width={box.width}
      height={box.height}
      role="group"
      aria-label="Thresholds of the layers"
      data-custom={custom || undefined}
    >
      {scale.ticks.map(({ y, text }) => (
        <text
          key={text}
          className="threshold-tick"
          x={box.width - box.right + 4}
          y={y}
          dy="0.32em"
          aria-hidden
        >
          {text}
        </text>
      ))}
      <path className="threshold-line" d={path} />
      {off
        ? null
        : values.map((value, layer) => (
            <Point
              key={layer}
              layer={layer}
              value={value}
              current={layer === current}
              x={chart.x(layer + 1)}
              width={Math.min(24, chart.x(1) - chart.x(0))}
              scale={scale}
            />
          ))}
    </svg>
  );
}

interface PointProps {
  readonly layer: number; // from 0
  readonly value: number;
  readonly current: boolean;
  readonly x: number;
  readonly width: number; // of what can be grasped, px
  readonly scale: ThresholdScale;
}

const reach = 12; // px above and below

function Point({ layer, value, current, x, width, scale }: PointProps) {
  const store = useAppStore();
  const node = useRef<SVGGElement>(null);
  const latest = useRef(scale);
  useEffect(() => {
    latest.current = scale;
  }, [scale]);
  useEffect(() => {
    if (node.current === null) return;
    const start = () => {
      node.current?.focus();
      return latest.current.y(selectThresholds(store.getState())[layer] ?? 1);
    };
    const dragging = createPointDrag(node.current, start, (y, movement) =>
      setThreshold(store, layer, latest.current.at(y), `threshold ${layer} drag ${movement}`),
    );
    return () => dragging.destroy();
  }, [store, layer]);
  const y = scale.y(value);
  return (
    <g
      ref={node}
      className="threshold-point"
      data-current={current || undefined}
      role="slider"
      tabIndex={current ? 0 : -1}
      aria-label={thresholdWords(layer)}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={value}
      aria-valuetext={thresholdValueWords(value)}
      onFocus={() => store.getState().setThresholdLayer(layer)}
      onKeyDown={(event) => onKey(store, event, layer)}
    >
      <rect className="threshold-reach" x={x - width / 2} y={y - reach} width={width} height={2 * reach} />
      <circle cx={x} cy={y} r={4} />
    </g>
  );
}

function onKey(store: AppStore, event: KeyboardEvent<SVGGElement>, layer: number): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, shiftKey, currentTarget } = event;
  if (/^[\d.]$/u.test(key)) {
    focusThresholdField(); // where this very key is typed
    event.stopPropagation();
    return;
  }
  if (key === 'Enter') focusThresholdField();
  else if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const points = [
      ...(currentTarget.parentElement?.querySelectorAll<SVGGElement>('.threshold-point') ?? []),
    ];
    points[layer + (key === 'ArrowLeft' ? -1 : 1)]?.focus();
  } else if (!thresholdKey(store, layer, key, shiftKey)) return;
  event.preventDefault();
  event.stopPropagation();
}
