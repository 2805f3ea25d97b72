/** A chart of lines and level marks as SVG, for the figures of docs/performance.md. Pure. */
import { axisTicks } from '../../src-engine/drawing/axis-ticks.ts';
import { textOutline, textWidth, wrapText } from '../../src-engine/drawing/caption.ts';
import { escapeXml } from '../../src-engine/drawing/xml.ts';

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

export interface ChartLine {
  readonly name: string;
  readonly colour: string;
  readonly dashed?: boolean;
  /** A single one is drawn as a mark. */
  readonly points: readonly ChartPoint[]; // ascending x
}

export interface ChartWords {
  readonly title: string;
  readonly y: string; // what the vertical axis counts
  readonly x: string;
  readonly caption: string;
}

export interface ChartAxes {
  readonly x: { readonly from: number; readonly to: number; readonly ticks: readonly number[] };
  readonly tickX: (value: number) => string;
  readonly tickY: (value: number) => string;
}

const width = 760;
const margin = { left: 64, right: 200, top: 40, bottom: 72 };
const plot = { width: width - margin.left - margin.right, height: 380 };
const ink = '#18191b';
const muted = '#5c5e62';
const hairline = '#e2e2de';
const size = 13;
const leading = 17;

/** On white paper, so that it is read on a dark page, too. */
export function lineChart(lines: readonly ChartLine[], words: ChartWords, axes: ChartAxes): string {
  const most = Math.max(...lines.flatMap(({ points }) => points.map(({ y, high }) => high ?? y)));
  const yTicks = axisTicks(0, most, 6);
  const top = Math.max(...yTicks);
  const scale: Scale = {
    x: (value) => round(margin.left + (plot.width * (value - axes.x.from)) / (axes.x.to - axes.x.from)),
    y: (value) => round(margin.top + plot.height * (1 - value / top)),
  };
  const caption = wrapText(words.caption, size, width - 28);
  const bottom = margin.top + plot.height + margin.bottom;
  const height = bottom + caption.length * leading + 10;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(words.title)}</title>`,
    `<desc>${escapeXml(words.caption)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    textOutline(words.y, 14, 20, 14, ink),
    ...yTicks.map((tick) => {
      const text = axes.tickY(tick);
      const line = `<path d="M${margin.left} ${scale.y(tick)}H${margin.left + plot.width}" stroke="${hairline}"/>`;
      return (
        line +
        textOutline(text, round(margin.left - 8 - textWidth(text, size)), scale.y(tick) + 4, size, muted)
      );
    }),
    ...axes.x.ticks.map((tick) => {
      const text = axes.tickX(tick);
      const line = `<path d="M${scale.x(tick)} ${scale.y(0)}v5" stroke="${muted}"/>`;
      return (
        line +
        textOutline(text, round(scale.x(tick) - textWidth(text, size) / 2), scale.y(0) + 20, size, muted)
      );
    }),
    textOutline(
      words.x,
      round(margin.left + (plot.width - textWidth(words.x, size)) / 2),
      scale.y(0) + 40,
      size,
      muted,
    ),
    ...lines.map((line) => drawn(line, scale)),
    ...names(lines, scale),
    ...caption.map((line, index) => textOutline(line, 14, bottom + index * leading, size, muted)),
    '</svg>',
    '',
  ].join('\n');
}

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function drawn({ name, colour, dashed = false, points }: ChartLine, { x, y }: Scale): string {
  const path = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.x)} ${y(point.y)}`).join('');
  const dash = dashed ? ' stroke-dasharray="5 3"' : '';
  const line =
    points.length < 2 ? '' : `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"${dash}/>`;
  const bars = points.map(({ x: at, low, high }) =>
    low === undefined || high === undefined
      ? ''
      : `<path d="M${x(at)} ${y(low)}V${y(high)}" stroke="${colour}" stroke-opacity="0.55"/>`,
  );
  const marks = dashed
    ? []
    : points.map((point) => mark(name, colour, x(point.x), y(point.y), points.length === 1));
  return [line, ...bars, ...marks].join('');
}

/** A square for what is measured at one place alone. */
function mark(name: string, colour: string, x: number, y: number, alone: boolean): string {
  const title = `<title>${escapeXml(name)}</title>`;
  return alone
    ? `<rect x="${round(x - 3.5)}" y="${round(y - 3.5)}" width="7" height="7" fill="${colour}">${title}</rect>`
    : `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}">${title}</circle>`;
}

/** Right of the last points, moved apart where one would cover another. */
function names(lines: readonly ChartLine[], { x, y }: Scale): string[] {
  const wanted = lines
    .flatMap(({ name, colour, points }) => {
      const last = points.at(-1);
      return last === undefined ? [] : [{ name, colour, at: x(last.x) + 10, baseline: y(last.y) + 5 }];
    })
    .sort((a, b) => a.baseline - b.baseline);
  let free = -Infinity;
  const placed = wanted.map((label) => {
    const baseline = Math.max(label.baseline, free);
    free = baseline + leading;
    return { ...label, baseline };
  });
  // What has been pushed below the axis is drawn up again.
  const over = Math.max(0, (placed.at(-1)?.baseline ?? 0) - (margin.top + plot.height));
  return placed.map(({ name, colour, at, baseline }) =>
    textOutline(name, at, round(baseline - over), size, colour),
  );
}
