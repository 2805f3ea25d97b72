/** Accuracy against tokens as a drawing of its own, for papers and slides: fixed colours, words as text, the table as metadata. */
import { accuracyChart, type AccuracyPoint } from './accuracy-chart.ts';

const box = { width: 720, height: 400, left: 60, right: 96, top: 24, bottom: 48 };
const ink = '#18191b';
const muted = '#5c5e62';
const hairline = '#e2e2de';
const neutral = '#85868c';
const accent = '#0b6bc7';
const font = `font-family="system-ui, 'Segoe UI', 'Liberation Sans', sans-serif"`;

export interface SvgWords {
  readonly title: string;
  /** Under the chart, one line each. */
  readonly details: readonly string[];
  readonly axis: string; // what the vertical axis counts
}

export function accuracySvg(rows: readonly AccuracyPoint[], words: SvgWords, metadata: object): string {
  const chart = accuracyChart(rows, box);
  const note = chart.startsAtZero ? [] : ['The vertical axis does not begin at 0.'];
  const details = [
    ...words.details,
    'The broken line joins the modes that nothing beats with fewer tokens.',
    ...note,
  ];
  const height = box.height + 40 + details.length * 16;
  const colourOf = (method: string) => (method === 'dymu' ? accent : method === 'none' ? ink : muted);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${box.width}" height="${height}" viewBox="0 0 ${box.width} ${height}" role="img" ${font} font-size="12">`,
    `<title>${escaped(words.title)}</title>`,
    `<metadata>${escaped(JSON.stringify(metadata))}</metadata>`,
    `<rect width="${box.width}" height="${height}" fill="#fff"/>`,
    text(words.axis, 14, 14, ink),
    ...chart.yTicks.map(
      ({ y, text: label }) =>
        `<path d="M${box.left} ${y}H${box.width - box.right}" stroke="${hairline}"/>` +
        text(label, box.left - 6, y + 4, muted, 'end'),
    ),
    ...chart.xTicks.map(({ x, text: label }) => text(label, x, chart.base + 18, muted, 'middle')),
    text(
      'visual tokens, mean over the pictures',
      (box.left + box.width - box.right) / 2,
      chart.base + 38,
      muted,
      'middle',
    ),
    chart.reference === null
      ? ''
      : `<path d="M${box.left} ${chart.reference.y}H${chart.reference.x}" stroke="${neutral}" stroke-dasharray="2 4"/>`,
    ...chart.lines.map(
      ({ method, path }) =>
        `<path d="${path}" fill="none" stroke="${colourOf(method)}" stroke-width="1.25"/>`,
    ),
    chart.front === ''
      ? ''
      : `<path d="${chart.front}" fill="none" stroke="${ink}" stroke-opacity="0.55" stroke-dasharray="6 3"/>`,
    ...chart.points.map(({ x, y, top, bottom, shape, method, plain, mode }) => {
      const colour = colourOf(method);
      const paint = `fill="${plain ? '#fff' : colour}" stroke="${colour}" stroke-width="1.5"`;
      return (
        `<path d="M${x} ${top}V${bottom}" stroke="${colour}" stroke-opacity="0.5"/>` +
        `<path d="${shape}" transform="translate(${x} ${y})" ${paint}><title>${escaped(mode)}</title></path>`
      );
    }),
    ...chart.points.map(({ label, labelX, labelY, anchor, method }) =>
      text(label, labelX, labelY, colourOf(method), anchor),
    ),
    ...details.map((line, index) => text(line, 14, box.height + 24 + index * 16, muted)),
    '</svg>',
    '',
  ].join('\n');
}

function text(words: string, x: number, y: number, fill: string, anchor = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${fill}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
