/** Tokens after each layer as a step chart: drag or arrow keys scrub, space plays. React renders, the geometry is charts/layer-chart.ts. */
import { Pause, Play, SlidersVertical } from 'lucide-react';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { layerChart, type ChartBox, type LayerChart } from '../../charts/layer-chart.ts';
import { createScrub } from '../../charts/scrub.ts';
import { useSize } from '../../controls/use-size.ts';
import type { Size } from '../../overlay/projection.ts';
import { CommandButton } from '../../app/CommandButton.tsx';
import { TermHelp } from '../../app/TermHelp.tsx';
import { useApp, useAppStore, useCommand } from '../../app/context.ts';
import { selectLayer, selectView } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { moveThresholds } from '../../commands/thresholds.ts';
import { selectViewInWords } from '../../words/view-words.ts';
import { playLayers } from '../../commands/tokens.ts';
import { selectThresholds } from '../../state/thresholds/selectors.ts';
import { ThresholdField } from './thresholds/ThresholdField.tsx';
import { ThresholdPoints } from './thresholds/ThresholdPoints.tsx';

const selectPlaying = (state: AppState) => state.playing;
const selectMoving = (state: AppState) => state.thresholdsOpen;
const selectHas = (state: AppState) => selectThresholds(state).length > 0;

export function LayerPanel() {
  const view = useApp(selectView);
  const layer = useApp(selectLayer);
  const of = useApp(selectViewInWords);
  const playing = useApp(selectPlaying);
  const moving = useApp(selectMoving);
  const plot = useRef<HTMLDivElement>(null);
  const size = useSize(plot);
  const counts = useMemo(
    () => (view === null ? null : [view.grid[0] * view.grid[1], ...view.countsPerLayer]),
    [view],
  );
  const last = counts === null ? 0 : counts.length - 1;
  return (
    <section className="layers" aria-label="Layers" data-moving={moving || undefined}>
      <header>
        <h2>Tokens after each layer</h2>
        {of === null ? null : <span className="muted layers-view">{of}</span>}
        <TermHelp id={moving ? 'threshold' : 'layers'} />
        {moving ? (
          <ThresholdField />
        ) : (
          <span className="muted layers-hint">drag to scrub, space to play</span>
        )}
        <span className="layers-now">{layer === null ? '' : layerWords(layer, last)}</span>
        <CommandButton command={moveThresholds} Icon={SlidersVertical} size="0.875rem" />
        <CommandButton
          command={playLayers}
          Icon={playing ? Pause : Play}
          label={playing ? 'Pause' : playLayers.label}
          size="0.875rem"
        />
      </header>
      <div ref={plot} className="layers-plot">
        {counts === null || layer === null || size === null || size.width === 0 ? null : (
          <Chart counts={counts} layer={layer} size={size} moving={moving} />
        )}
      </div>
    </section>
  );
}

function layerWords(layer: number, last: number): string {
  return layer === 0 ? 'before layer 1' : `layer ${layer} of ${last}`;
}

/** Thresholds have an axis of their own on the right. */
function boxFor({ width, height }: Size, thresholds: boolean): ChartBox {
  return { width, height, left: 34, right: thresholds ? 32 : 6, top: 16, bottom: 10 };
}

interface ChartProps {
  readonly counts: readonly number[];
  readonly layer: number;
  readonly size: Size;
  readonly moving: boolean;
}

function Chart({ counts, layer, size, moving }: ChartProps) {
  const store = useAppStore();
  const command = useCommand();
  const svg = useRef<SVGSVGElement>(null);
  const axis = useApp(selectHas) && moving;
  const box = useMemo(() => boxFor(size, axis), [size, axis]);
  const chart = useMemo(() => layerChart(counts, box), [counts, box]);
  const current = useRef<LayerChart>(chart);
  useEffect(() => {
    current.current = chart;
  }, [chart]);

  useEffect(() => {
    if (svg.current === null) return;
    const scrub = createScrub(svg.current, (x) => {
      store.getState().setPlaying(false);
      store.getState().setLayer(current.current.layerAt(x));
    });
    return () => scrub.destroy();
  }, [store]);

  const last = counts.length - 1;
  function onKey(event: KeyboardEvent): void {
    const to = {
      ArrowLeft: layer - 1,
      ArrowDown: layer - 1,
      ArrowRight: layer + 1,
      ArrowUp: layer + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === ' ') command(playLayers);
    else if (to === undefined) return;
    else {
      store.getState().setPlaying(false);
      store.getState().setLayer(Math.min(last, Math.max(0, to)));
    }
    event.preventDefault();
  }

  const tokens = counts[layer] ?? 0;
  const x = chart.x(layer);
  return (
    <>
      <svg
        ref={svg}
        className="layer-chart"
        width={size.width}
        height={size.height}
        role="slider"
        tabIndex={0}
        aria-label="Layer"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={layer}
        aria-valuetext={`${layerWords(layer, last)}: ${tokens} tokens`}
        onKeyDown={onKey}
      >
        {chart.ticks.map((tick) => (
          <g key={tick.y} className="chart-tick">
            <line x1={34} x2={size.width - box.right} y1={tick.y} y2={tick.y} />
            <text x={28} y={tick.y} dy="0.32em">
              {tick.text}
            </text>
          </g>
        ))}
        <path className="chart-area" d={chart.area} />
        <path className="chart-line" d={chart.line} />
        {chart.labels
          .filter((label) => label.layer !== layer && !axis) // points of thresholds lie where the labels stand
          .map((label) => (
            <text key={label.layer} className="chart-label" x={label.x} y={label.y}>
              {label.text}
            </text>
          ))}
        <g className="chart-now">
          <line x1={x} x2={x} y1={chart.y(tokens)} y2={chart.base} />
          <circle cx={x} cy={chart.base} r={5} />
          <text
            className="chart-label chart-label-now"
            x={axis ? x - 4 : x}
            y={chart.y(tokens) - 6}
            style={axis ? { textAnchor: 'end' } : undefined}
          >
            {tokens}
          </text>
        </g>
      </svg>
      {axis ? <ThresholdPoints chart={chart} box={box} /> : null}
    </>
  );
}
