/** The figures of a collection as one drawing of its own, for papers and slides: vector points and bars, fixed colours, words as text, the run as metadata. */
import { escapeXml } from '../../src-engine/drawing/xml.ts';
import { binned, histogramChart } from './collection-histogram.ts';
import { scatterScale, type ScatterPoints, type Tick } from './collection-scatter.ts';

const width = 720;
const scatterBox = { width, height: 400, left: 56, right: 20, top: 44, bottom: 44 };
const histogramBox = { width, height: 160, left: 56, right: 20, top: 24, bottom: 40 };
const ink = '#18191b';
const muted = '#5c5e62';
const hairline = '#e2e2de';
const accent = '#0b6bc7';
const neutral = '#85868c';
const font = `font-family="system-ui, 'Segoe UI', 'Liberation Sans', sans-serif"`;

export interface CollectionFigureWords {
  readonly title: string;
  readonly unit: 'tokens' | 'rows';
  /** One line each. */
  readonly details: readonly string[];
}

/** @param most tokens at the end of both axes of tokens */
export function collectionSvg(
  points: ScatterPoints,
  most: number,
  words: CollectionFigureWords,
  metadata: object,
): string {
  const scale = scatterScale(points.rows, points.bytesPerPixel, most, scatterBox);
  const chart = histogramChart(
    binned(points.rows, points.tokens, points.selected, [0, most], 48),
    histogramBox,
  );
  const below = scatterBox.height;
  const height = below + histogramBox.height + 16 + 16 * words.details.length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ${font} font-size="12">`,
    `<title>${escapeXml(words.title)}</title>`,
    `<metadata>${escapeXml(JSON.stringify(metadata))}</metadata>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(words.title, scatterBox.left, 18, ink),
    text(`${words.unit} per image`, scatterBox.left, 36, muted),
    ...scale.yTicks.map(
      ({ at, text: label }) => rule(at) + text(label, scatterBox.left - 6, at + 4, muted, 'end'),
    ),
    ...xLabels(scale.xTicks, below - scatterBox.bottom + 18),
    text('bytes per pixel', width / 2, below - 8, muted, 'middle'),
    `<g fill="${points.anySelected ? neutral : accent}" fill-opacity="0.5">`,
    ...circles(points, scale.x, scale.y, 0),
    `</g><g fill="${accent}" fill-opacity="0.8">`,
    ...circles(points, scale.x, scale.y, 1),
    '</g>',
    `<g transform="translate(0 ${below})">`,
    text('images', histogramBox.left, 14, muted),
    text(chart.most.toLocaleString('en'), histogramBox.left - 6, chart.mostY + 4, muted, 'end'),
    `<path d="${chart.all}" fill="${points.anySelected ? neutral : accent}" fill-opacity="0.5"/>`,
    `<path d="${chart.selected}" fill="${accent}"/>`,
    `<path d="M${histogramBox.left} ${chart.base}H${width - histogramBox.right}" stroke="${hairline}"/>`,
    ...xLabels(chart.xTicks, chart.base + 16),
    text(`${words.unit} per image`, width / 2, histogramBox.height - 6, muted, 'middle'),
    '</g>',
    ...words.details.map((line, index) =>
      text(line, 14, below + histogramBox.height + 20 + 16 * index, muted),
    ),
    '</svg>',
    '',
  ].join('\n');
}

function circles(
  { rows, bytesPerPixel, tokens, selected }: ScatterPoints,
  x: (value: number) => number,
  y: (value: number) => number,
  wanted: 0 | 1,
): string[] {
  return [...rows].flatMap((row) => {
    const value = tokens[row] ?? Number.NaN;
    if ((selected[row] ?? 0) !== wanted || Number.isNaN(value)) return [];
    return `<circle cx="${x(bytesPerPixel[row] ?? 0).toFixed(1)}" cy="${y(value).toFixed(1)}" r="1.8"/>`;
  });
}

function rule(y: number): string {
  return `<path d="M${scatterBox.left} ${y.toFixed(1)}H${width - scatterBox.right}" stroke="${hairline}"/>`;
}

function xLabels(ticks: readonly Tick[], y: number): string[] {
  return ticks.map(({ at, text: label }) => text(label, at, y, muted, 'middle'));
}

function text(words: string, x: number, y: number, fill: string, anchor = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${fill}" text-anchor="${anchor}">${escapeXml(words)}</text>`;
}
