/** Accuracy against tokens as SVG: one line per kind of merging, every point with its interval, names beside the lines. Computes no score. */
import type { EvaluateResult } from '../engine.ts';
import { textOutline, textWidth, wrapText } from './caption.ts';
import { measures } from '../report/evaluation/measures.ts';
import { curveSeries } from './curve-series.ts';
import type { CurvePoint, CurveSeries } from './curve-series.ts';
import { axisTicks } from './axis-ticks.ts';
import { escapeXml } from './xml.ts';
import { hairline, ink, muted } from './palette.ts';

const width = 720;
const margin = { left: 64, right: 120, top: 40, bottom: 64 };
const plot = { width: width - margin.left - margin.right, height: 320 };
const label = { size: 14, leading: 18, gap: 10 };

/** Of the vertical axis: equal accuracies must not fill it with nothing. */
const leastRange = 0.05;

interface Scales {
  readonly x: (tokens: number) => number;
  readonly y: (accuracy: number) => number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
}

/** The table behind the picture goes with it as metadata. */
export function evaluationCurve(result: EvaluateResult): string {
  const series = curveSeries(result.rows);
  const scales = scalesFor(series.flatMap(({ points }) => points));
  const words = captionOf(result, scales);
  const caption = wrapText(words, label.size, width - 2 * label.size);
  const bottom = margin.top + plot.height + margin.bottom;
  const height = bottom + caption.length * label.leading + 8;
  const { rows, scorer, images, questions, device, precision, tower = 'fp32' } = result;
  const { imageBackend, imageRoute } = result;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(`${result.model}: accuracy against tokens`)}</title>`,
    `<desc>${escapeXml(words)}</desc>`,
    `<metadata>${escapeXml(JSON.stringify({ model: result.model, scorer, images, questions, device, precision, tower, imageBackend, imageRoute, rows }))}</metadata>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    textOutline(measures[scorer].axis, 14, 20, label.size, ink),
    axes(scales),
    referenceLine(series, scales),
    frontLine(rows, scales),
    ...series.map((each) => drawSeries(each, scales)),
    ...placeLabels(series, scales).map(({ text, x, y, colour }) => haloed(text, x, y, colour)),
    ...caption.map((line, index) => textOutline(line, 14, bottom + 4 + index * label.leading, 13, muted)),
    '</svg>',
    '',
  ].join('\n');
}

function captionOf(result: EvaluateResult, { yTicks }: Scales): string {
  const { model, scorer, images, questions, imageBackend, imageRoute, tower = 'fp32' } = result;
  const encoder = tower === 'fp32' ? '' : `, encoder in ${tower}`;
  const judged = scorer === 'exact' ? 'exact match' : scorer;
  const axis = yTicks[0] === 0 ? '' : ' The vertical axis does not begin at 0.';
  return `${model}, ${questions} questions about ${images} images (image backend ${imageBackend}, route ${imageRoute}${encoder}), ${judged}. Bars hold 95 % of the resamples of images; nothing is better with fewer tokens than what the broken line joins.${axis}`;
}

/** Tokens from 0 on; accuracy over the range of the intervals, so that differences can be seen at all. */
function scalesFor(points: readonly CurvePoint[]): Scales {
  const xTicks = axisTicks(0, Math.max(...points.map(({ tokens }) => tokens)), 7);
  const low = Math.min(...points.map(({ ci, accuracy }) => Math.min(ci[0], accuracy)));
  const high = Math.max(...points.map(({ ci, accuracy }) => Math.max(ci[1], accuracy)));
  const yTicks = axisTicks(Math.max(0, Math.min(low, high - leastRange)), Math.max(high, leastRange), 5);
  const scale = (ticks: readonly number[], length: number) => {
    const [from, to] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
    return (value: number): number => ((value - from) / (to - from)) * length;
  };
  const across = scale(xTicks, plot.width);
  const up = scale(yTicks, plot.height);
  return {
    x: (tokens) => round(margin.left + across(tokens)),
    y: (accuracy) => round(margin.top + plot.height - up(accuracy)),
    xTicks,
    yTicks,
  };
}

function axes({ x, y, xTicks, yTicks }: Scales): string {
  const right = margin.left + plot.width;
  const base = margin.top + plot.height;
  const centred = (text: string, at: number, baseline: number): string =>
    textOutline(text, round(at - textWidth(text, 13) / 2), baseline, 13, muted);
  return [
    ...yTicks.map((tick) => {
      const text = `${Number((100 * tick).toFixed(2))} %`;
      const line = `<path d="M${margin.left} ${y(tick)}H${right}" stroke="${hairline}"/>`;
      return line + textOutline(text, round(margin.left - 8 - textWidth(text, 13)), y(tick) + 4, 13, muted);
    }),
    `<path d="M${margin.left} ${base}H${right}" stroke="${muted}"/>`,
    ...xTicks.map((tick) => {
      const line = `<path d="M${x(tick)} ${base}v5" stroke="${muted}"/>`;
      return line + centred(String(tick), x(tick), base + 20);
    }),
    centred('visual tokens, mean over the images', margin.left + plot.width / 2, base + 40),
  ].join('');
}

/** The accuracy with all tokens, as far as the eye needs it. */
function referenceLine(series: readonly CurveSeries[], { x, y }: Scales): string {
  const full = series.find(({ look }) => look.shape === 'square')?.points.at(-1);
  if (full === undefined) return '';
  return `<path d="M${margin.left} ${y(full.accuracy)}H${x(full.tokens)}" stroke="#85868c" stroke-dasharray="2 4" fill="none"/>`;
}

/** Through the modes that no other one beats. */
function frontLine(rows: EvaluateResult['rows'], { x, y }: Scales): string {
  const front = rows
    .filter(({ pareto }) => pareto)
    .toSorted((a, b) => a.tokens.mean - b.tokens.mean)
    .map(({ tokens, accuracy }) => `${x(tokens.mean)} ${y(accuracy)}`);
  if (front.length < 2) return '';
  return `<path d="M${front.join('L')}" fill="none" stroke="${ink}" stroke-opacity="0.5" stroke-dasharray="6 3"/>`;
}

function drawSeries({ points, look }: CurveSeries, scales: Scales): string {
  const at = points.map((point) => ({ ...point, x: scales.x(point.tokens) + look.shift }));
  const dashes = look.dashes === '' ? '' : ` stroke-dasharray="${look.dashes}"`;
  const line = at
    .map(({ x, accuracy }, index) => `${index === 0 ? 'M' : 'L'}${x} ${scales.y(accuracy)}`)
    .join('');
  return [
    at.length > 1
      ? `<path d="${line}" fill="none" stroke="${look.colour}" stroke-width="1.5"${dashes}/>`
      : '',
    ...at.map(
      ({ x, ci }) =>
        `<path d="M${x} ${scales.y(ci[0])}V${scales.y(ci[1])}" stroke="${look.colour}" stroke-opacity="0.55"/>`,
    ),
    ...at.map(({ x, accuracy, mode }) => {
      const title = `<title>${escapeXml(mode)}</title>`;
      const paint = `fill="${look.filled ? look.colour : '#fff'}" stroke="${look.colour}" stroke-width="1.5"`;
      const y = scales.y(accuracy);
      if (look.shape === 'circle') return `<circle cx="${x}" cy="${y}" r="4" ${paint}>${title}</circle>`;
      const turn = look.shape === 'diamond' ? ` transform="rotate(45 ${x} ${y})"` : '';
      return `<rect x="${x - 4}" y="${y - 4}" width="8" height="8"${turn} ${paint}>${title}</rect>`;
    }),
  ].join('');
}

interface PlacedLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

/** Right of each line's last point, moved down where one would cover another. */
function placeLabels(series: readonly CurveSeries[], { x, y }: Scales): PlacedLabel[] {
  const wanted = series
    .flatMap(({ name, points, look }) => {
      const last = points.at(-1);
      if (last === undefined) return [];
      const colour = look.shape === 'square' ? ink : look.colour;
      return [{ text: name, x: x(last.tokens) + label.gap, y: y(last.accuracy) + 5, colour }];
    })
    .sort((a, b) => a.y - b.y);
  const placed: PlacedLabel[] = [];
  for (const each of wanted) {
    const end = each.x + textWidth(each.text, label.size);
    const above = placed.filter(
      (other) => other.x < end && other.x + textWidth(other.text, label.size) > each.x,
    );
    const free = Math.max(...above.map((other) => other.y + label.leading), each.y);
    placed.push({ ...each, y: round(free) });
  }
  return placed;
}

function haloed(text: string, x: number, y: number, colour: string): string {
  const halo = `<g stroke="#fff" stroke-width="260" stroke-linejoin="round" aria-hidden="true">${textOutline(text, x, y, label.size, '#fff')}</g>`;
  return halo + textOutline(text, x, y, label.size, colour);
}

const round = (value: number): number => Math.round(value * 10) / 10;
