/** The charts of a measurement as one drawing of its own, for papers and slides: fixed colours, words as text, the measurement as metadata. */
import type { BenchReport } from '../../src-engine/engine.ts';
import { formatMs } from '../../src-engine/report/units.ts';
import { benchStages, gainChart, stageRows, type StageRow } from './bench-chart.ts';

const width = 720;
const plot = { width: 340, height: 240, left: 48, right: 24, top: 16, bottom: 44 };
const bars = { x: 380, y: 28, step: 30, height: 14, label: 64, length: 200 };
const ink = '#18191b';
const muted = '#5c5e62';
const hairline = '#e2e2de';
const accent = '#0b6bc7';
const neutral = '#85868c';
const font = `font-family="system-ui, 'Segoe UI', 'Liberation Sans', sans-serif"`;

/** From the darkest to the lightest; what merging cannot change is the lightest. */
const opacity = { preprocess: 0.2, encode: 1, project: 0.42, prefill: 0.7 } as const;

interface Words {
  readonly title: string;
  /** What it was measured on, one line each. */
  readonly details: readonly string[];
  readonly axis: string; // what the vertical axis counts
}

export function benchSvg(report: BenchReport, words: Words, metadata: object): string {
  const chart = gainChart(report, plot);
  const rows = stageRows(report);
  const top = Math.max(plot.height, bars.y + rows.length * bars.step + 24);
  const height = top + 24 + words.details.length * 16;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ${font} font-size="12">`,
    `<title>${escaped(words.title)}</title>`,
    `<metadata>${escaped(JSON.stringify(metadata))}</metadata>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...chart.yTicks.map(
      ({ y, text: label }) =>
        `<path d="M${plot.left} ${y}H${plot.width - plot.right}" stroke="${hairline}"/>` +
        text(label, plot.left - 6, y + 4, muted, 'end'),
    ),
    ...chart.xTicks.map(({ x, text: label }) => text(label, x, chart.base + 18, muted, 'middle')),
    text('visual tokens kept', (plot.left + plot.width - plot.right) / 2, chart.base + 36, muted, 'middle'),
    text(words.axis, plot.left, 12, muted),
    `<path d="${chart.ideal}" fill="none" stroke="${neutral}" stroke-dasharray="5 3"/>`,
    `<path d="${chart.measured}" fill="none" stroke="${accent}" stroke-width="1.75"/>`,
    ...chart.points.map(
      ({ x, y, top: longest, bottom: shortest }) =>
        `<path d="M${x} ${longest}V${shortest}" stroke="${accent}" stroke-opacity="0.55"/>` +
        `<circle cx="${x}" cy="${y}" r="3.5" fill="${accent}"/>`,
    ),
    ...legend(),
    ...rows.flatMap((row, index) => stageRow(row, bars.y + index * bars.step)),
    ...words.details.map((line, index) => text(line, 14, top + 20 + index * 16, muted)),
    '</svg>',
    '',
  ].join('\n');
}

function legend(): string[] {
  return [
    text('measured', plot.width - plot.right - 4, plot.height - plot.bottom - 22, accent, 'end'),
    text('by arithmetic', plot.width - plot.right - 4, plot.height - plot.bottom - 6, muted, 'end'),
    ...benchStages.map(
      (name, index) =>
        `<rect x="${bars.x + index * 84}" y="6" width="9" height="9" fill="${accent}" fill-opacity="${opacity[name]}"/>` +
        text(name, bars.x + index * 84 + 13, 14, muted),
    ),
  ];
}

function stageRow({ label, kind, stages, totalMs }: StageRow, y: number): string[] {
  let x = bars.x + bars.label;
  const colour = kind === 'full' ? neutral : accent;
  const drawn = stages.map(({ name, share }) => {
    const rect = `<rect x="${x.toFixed(1)}" y="${y}" width="${(share * bars.length).toFixed(1)}" height="${bars.height}" fill="${colour}" fill-opacity="${opacity[name]}"/>`;
    x += share * bars.length;
    return rect;
  });
  return [text(label, bars.x, y + 11, ink), ...drawn, text(formatMs(totalMs), x + 6, y + 11, muted)];
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
