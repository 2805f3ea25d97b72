/** How many images have how many tokens; dragging over it selects them. */
import { useEffect, useMemo, useRef } from 'react';
import { useApp, useAppStore } from '../../app/context.ts';
import { createBrush } from '../../charts/brush.ts';
import { binned, histogramChart } from '../../charts/collection-histogram.ts';
import { useSize } from '../../controls/use-size.ts';
import { brush } from '../../state/collection/acts.ts';
import { openRange } from '../../state/collection/selection.ts';
import {
  selectCounts,
  selectFiltered,
  selectMostTokens,
  selectPlan,
  selectUnit,
} from '../../state/collection/selectors.ts';
import type { AppState } from '../../state/store.ts';

const selectSelection = (state: AppState) => state.collectionChoices.selection;
const selectBrush = (state: AppState) => state.collectionChoices.brush;
const room = { left: 40, right: 8, top: 18, bottom: 32 };
const height = 116;
const bins = 48;

export function TokensHistogram() {
  const store = useAppStore();
  const rows = useApp(selectFiltered);
  const counts = useApp(selectCounts);
  const selection = useApp(selectSelection);
  const most = useApp(selectMostTokens);
  const plan = useApp(selectPlan);
  const unit = useApp(selectUnit);
  const area = useApp(selectBrush);
  const frame = useRef<HTMLDivElement>(null);
  const width = Math.max(120, Math.round(useSize(frame)?.width ?? 0));
  const chart = useMemo(
    () => histogramChart(binned(rows, counts, selection, [0, most], bins), { ...room, width, height }),
    [rows, counts, selection, most, width],
  );
  const now = useRef(chart);
  useEffect(() => {
    now.current = chart;
  }, [chart]);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const handle = createBrush(element, {
      onMark: (marked) => {
        const { valueAt } = now.current;
        const tokens = marked === null ? null : { from: valueAt(marked.x.from), to: valueAt(marked.x.to) };
        brush(store, tokens === null ? null : { tokens, bytesPerPixel: openRange }, 'brush');
      },
    });
    return handle.destroy;
  }, [store]);
  const anySelected = chart.selected !== '';
  const left = area === null ? 0 : area.tokens.from === null ? room.left : chart.x(area.tokens.from);
  const right = area === null ? 0 : area.tokens.to === null ? width - room.right : chart.x(area.tokens.to);
  return (
    <div
      ref={frame}
      className="collection-chart"
      role="img"
      aria-label={
        plan === null
          ? `Images by ${unit}: nothing is counted yet`
          : `Images by ${unit}: from ${Math.round(plan.fewest)} to ${Math.round(plan.most)}, half of them up to ${Math.round(plan.median)}`
      }
      style={{ height }}
    >
      <svg width="100%" height={height} aria-hidden>
        <text className="chart-name" x={room.left} y={11}>
          images
        </text>
        <g className="chart-tick">
          <line x1={room.left} x2={width - room.right} y1={chart.base} y2={chart.base} />
          <text x={room.left - 6} y={chart.mostY} dy="0.32em">
            {chart.most.toLocaleString('en')}
          </text>
        </g>
        <path className={anySelected ? 'histogram-behind' : 'histogram-bars'} d={chart.all} />
        <path className="histogram-selected" d={chart.selected} />
        {chart.xTicks.map(({ at, text }) => (
          <text key={text} className="chart-x" x={at} y={chart.base + 13}>
            {text}
          </text>
        ))}
        <text className="chart-x" x={(room.left + width - room.right) / 2} y={height - 4}>
          {unit} per image
        </text>
        {area === null ? null : (
          <rect
            className="chart-brush"
            x={left}
            y={room.top}
            width={Math.max(1, right - left)}
            height={chart.base - room.top}
          />
        )}
      </svg>
    </div>
  );
}
