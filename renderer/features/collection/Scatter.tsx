/** The scatter: points on a canvas, axes and brush over it. */
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { useApp, useAppStore } from '../../app/context.ts';
import { createBrush } from '../../charts/brush.ts';
import { scatterPlacing, scatterScale, type ScatterScale } from '../../charts/collection-scatter.ts';
import { rgbOf, scatterPixels, type Rgb } from '../../charts/scatter-pixels.ts';
import { useSize } from '../../controls/use-size.ts';
import { useThemeName } from '../../controls/use-theme-name.ts';
import { brush } from '../../state/collection/acts.ts';
import type { CountUnit } from '../../state/collection/counts.ts';
import type { Brush } from '../../state/collection/selection.ts';
import {
  selectCounts,
  selectFiltered,
  selectMostTokens,
  selectRelation,
  selectSelectedRows,
  selectUnit,
} from '../../state/collection/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { relationWords, unitHeading } from '../../words/collection-words.ts';

const selectBytesPerPixel = (state: AppState) => state.columns.bytesPerPixel;
const selectSelection = (state: AppState) => state.collectionChoices.selection;
const selectBrush = (state: AppState) => state.collectionChoices.brush;
const room = { left: 40, right: 8, top: 18, bottom: 34 };
const height = 216;

export function Scatter() {
  const store = useAppStore();
  const rows = useApp(selectFiltered);
  const bytesPerPixel = useApp(selectBytesPerPixel);
  const most = useApp(selectMostTokens);
  const relation = useApp(selectRelation);
  const unit = useApp(selectUnit);
  const frame = useRef<HTMLDivElement>(null);
  const width = Math.round(useSize(frame)?.width ?? 0);
  const scale = useMemo(
    () => scatterScale(rows, bytesPerPixel, most, { ...room, width: Math.max(120, width), height }),
    [rows, bytesPerPixel, most, width],
  );
  const now = useRef(scale);
  useEffect(() => {
    now.current = scale;
  }, [scale]);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const handle = createBrush(element, {
      onMark: (marked) => {
        const { bytesPerPixelAt, tokensAt, box } = now.current;
        const [right, bottom] = [box.width - box.right, box.height - box.bottom];
        brush(
          store,
          marked === null
            ? null
            : {
                // Up to an edge or over it means without an end: what lies beyond the axis belongs to it.
                bytesPerPixel: {
                  from: marked.x.from <= box.left ? null : bytesPerPixelAt(marked.x.from),
                  to: marked.x.to >= right ? null : bytesPerPixelAt(marked.x.to),
                },
                tokens: {
                  from: marked.y.to >= bottom ? null : tokensAt(marked.y.to),
                  to: marked.y.from <= box.top ? null : tokensAt(marked.y.from),
                },
              },
          'brush',
        );
      },
    });
    return handle.destroy;
  }, [store]);
  return (
    <div
      ref={frame}
      className="collection-chart"
      role="img"
      aria-label={`${unitHeading(unit)} per image against bytes per pixel. ${relationWords(relation)}`}
      style={{ height }}
    >
      <Points scale={scale} />
      <Axes scale={scale} unit={unit} />
    </div>
  );
}

/** Stay where they are while the budget moves. */
const Axes = memo(function Axes({ scale, unit }: { readonly scale: ScatterScale; readonly unit: CountUnit }) {
  return (
    <svg width="100%" height={height} aria-hidden>
      {scale.yTicks.map(({ at, text }) => (
        <g key={text} className="chart-tick">
          <line x1={room.left} x2={scale.box.width - room.right} y1={at} y2={at} />
          <text x={room.left - 6} y={at} dy="0.32em">
            {text}
          </text>
        </g>
      ))}
      {scale.xTicks.map(({ at, text }) => (
        <text key={text} className="chart-x" x={at} y={height - room.bottom + 14}>
          {text}
        </text>
      ))}
      <text className="chart-name" x={room.left} y={11}>
        {unit} per image
      </text>
      <text className="chart-x" x={(room.left + scale.box.width - room.right) / 2} y={height - 5}>
        bytes per pixel
        {scale.beyond === 0 ? '' : ` (${scale.beyond.toLocaleString('en')} beyond the edge)`}
      </text>
      <BrushMark scale={scale} />
    </svg>
  );
});

function Points({ scale }: { readonly scale: ScatterScale }) {
  const rows = useApp(selectFiltered);
  const bytesPerPixel = useApp(selectBytesPerPixel);
  const tokens = useApp(selectCounts);
  const selected = useApp(selectSelection);
  const anySelected = useApp(selectSelectedRows).length > 0;
  const theme = useThemeName();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [restored, setRestored] = useState(0); // how often the graphics process came back, which leaves a canvas empty
  const ratio = window.devicePixelRatio;
  // Bytes per pixel do not move with the budget.
  const placing = useMemo(
    () => scatterPlacing(rows, bytesPerPixel, scale, ratio),
    [rows, bytesPerPixel, scale, ratio],
  );
  const places = useMemo(() => placing(tokens), [placing, tokens]);
  const painted = useRef<{ readonly theme: string; readonly ink: Inks; readonly image?: ImageData } | null>(
    null,
  );
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d', { willReadFrequently: true }) ?? null; // kept in memory, where its pixels are made
    if (element === null || context === null) return;
    const { width, height } = places;
    // Asking the style sheet lays out the page: once a theme.
    const ink = painted.current?.theme === theme ? painted.current.ink : inksOf(element);
    const last = painted.current?.image;
    const image = last?.width === width && last.height === height ? last : new ImageData(width, height);
    painted.current = { theme, ink, image };
    const colours = { ...ink, point: anySelected ? ink.neutral : ink.accent, selected: ink.accent };
    scatterPixels(places, selected, anySelected, colours, image);
    if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
    context.putImageData(image, 0, 0);
  }, [places, selected, anySelected, theme, restored]);
  useEffect(() => {
    const element = canvas.current;
    const again = () => setRestored((times) => times + 1);
    element?.addEventListener('contextrestored', again);
    return () => element?.removeEventListener('contextrestored', again);
  }, []);
  return (
    <canvas
      ref={canvas}
      data-theme-name={theme}
      style={{ width: scale.box.width, height: scale.box.height }}
    />
  );
}

interface Inks {
  readonly neutral: Rgb;
  readonly accent: Rgb;
  readonly strong: boolean;
}

function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const colour = (name: string) => rgbOf(style.getPropertyValue(name));
  const strong = matchMedia('(forced-colors: active)').matches;
  return { neutral: colour('--neutral'), accent: colour('--accent'), strong };
}

function BrushMark({ scale }: { readonly scale: ScatterScale }) {
  const area = useApp(selectBrush);
  if (area === null) return null;
  const { left, right, top, bottom } = edges(area, scale);
  return (
    <rect
      className="chart-brush"
      x={left}
      y={top}
      width={Math.max(1, right - left)}
      height={Math.max(1, bottom - top)}
    />
  );
}

function edges({ tokens, bytesPerPixel }: Brush, { x, y, box }: ScatterScale) {
  return {
    left: bytesPerPixel.from === null ? box.left : x(bytesPerPixel.from),
    right: bytesPerPixel.to === null ? box.width - box.right : x(bytesPerPixel.to),
    top: tokens.to === null ? box.top : y(tokens.to),
    bottom: tokens.from === null ? box.height - box.bottom : y(tokens.from),
  };
}
