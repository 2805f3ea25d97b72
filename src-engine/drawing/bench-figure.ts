/** The figure of a measurement, the same from every face: time against tokens kept, measured with its spread beside what arithmetic promises, and the stages. Pure. */
import type { BenchBudget, BenchGain, BenchReport, BenchTimes } from '../engine.ts';
import { benchDocument } from '../report/bench-document.ts';
import { plural } from '../report/units.ts';
import { axisTicks } from './axis-ticks.ts';
import { stageBars } from './bench-bars.ts';
import { textOutline, textWidth, wrapText } from './caption.ts';
import { escapeXml } from './xml.ts';
import { hairline, ink, muted } from './palette.ts';

const width = 720;
const margin = { left: 64, right: 176, top: 40, bottom: 64 };
const plot = { width: width - margin.left - margin.right, height: 320 };
const label = { size: 14, leading: 18, gap: 10 };

const stages = [
  { stage: 'encode', name: 'Encoder', colour: '#0b6bc7' },
  { stage: 'firstToken', name: 'First token', colour: '#b4540a' },
] as const;

interface Point {
  readonly tokens: number; // share of all
  readonly time: number; // share of the unmerged median
  readonly low: number;
  readonly high: number;
  readonly ideal: number;
}

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly Point[]; // ascending tokens
}

/** SVG; the document of the report goes with it as metadata. */
export function benchFigure(report: BenchReport): string {
  const lines = stages.flatMap(({ stage, name, colour }): Line[] => {
    const plain = report.plain[stage];
    if (plain === undefined) return [];
    return [{ name, colour, points: pointsOf(report, plain, (budget) => budget[stage]) }];
  });
  const high = Math.max(1, ...lines.flatMap(({ points }) => points.map((point) => point.high)));
  const yTicks = axisTicks(0, high, 6);
  const top = Math.max(...yTicks);
  const x = (tokens: number): number => round(margin.left + tokens * plot.width);
  const y = (time: number): number => round(margin.top + plot.height * (1 - time / top));
  const words = benchCaption(report);
  const caption = wrapText(words, label.size, width - 2 * label.size);
  const bars = stageBars(report, { x: 14, y: margin.top + plot.height + margin.bottom, width: width - 28 });
  const bottom = bars.bottom + 24;
  const height = bottom + caption.length * label.leading + 8;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(benchTitle(report))}</title>`,
    `<desc>${escapeXml(words)}</desc>`,
    `<metadata>${escapeXml(JSON.stringify(benchDocument(report)))}</metadata>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    textOutline('Time, in percent of the unmerged model’s', 14, 20, label.size, ink),
    ...yTicks.map((tick) => {
      const text = `${Math.round(100 * tick)} %`;
      const line = `<path d="M${margin.left} ${y(tick)}H${margin.left + plot.width}" stroke="${hairline}"/>`;
      return line + textOutline(text, round(margin.left - 8 - textWidth(text, 13)), y(tick) + 4, 13, muted);
    }),
    ...[0, 0.2, 0.4, 0.6, 0.8, 1].map((tick) => {
      const text = `${Math.round(100 * tick)} %`;
      const line = `<path d="M${x(tick)} ${y(0)}v5" stroke="${muted}"/>`;
      return line + textOutline(text, round(x(tick) - textWidth(text, 13) / 2), y(0) + 20, 13, muted);
    }),
    textOutline('visual tokens kept', round(margin.left + plot.width / 2 - 55), y(0) + 40, 13, muted),
    `<path d="M${margin.left} ${y(1)}H${margin.left + plot.width}" stroke="#85868c" stroke-dasharray="2 4"/>`,
    ...lines.map((line) => drawLine(line, x, y)),
    ...labelsOf(lines, x, y),
    ...bars.drawn,
    ...caption.map((line, index) => textOutline(line, 14, bottom + 4 + index * label.leading, 13, muted)),
    '</svg>',
    '',
  ].join('\n');
}

const round = (value: number): number => Math.round(value * 10) / 10;

function pointsOf(
  { plain: { tokens }, budgets }: BenchReport,
  plain: BenchTimes,
  gainOf: (budget: BenchBudget) => BenchGain | undefined,
): Point[] {
  const points = budgets.flatMap((budget): Point[] => {
    const gain = gainOf(budget);
    if (gain === undefined) return [];
    const share = (ms: number): number => ms / plain.medianMs;
    const { medianMs, minMs, maxMs, idealSpeedup } = gain;
    return [
      {
        tokens: budget.tokens / tokens,
        time: share(medianMs),
        low: share(minMs),
        high: share(maxMs),
        ideal: 1 / idealSpeedup,
      },
    ];
  });
  return points.sort((a, b) => a.tokens - b.tokens);
}

type Scale = (value: number) => number;

function drawLine({ name, colour, points }: Line, x: Scale, y: Scale): string {
  const path = (value: (point: Point) => number): string =>
    points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.tokens)} ${y(value(point))}`).join('');
  return [
    `<path d="${path(({ ideal }) => ideal)}" fill="none" stroke="${colour}" stroke-dasharray="5 3"/>`,
    `<path d="${path(({ time }) => time)}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
    ...points.map(
      ({ tokens, low, high }) =>
        `<path d="M${x(tokens)} ${y(low)}V${y(high)}" stroke="${colour}" stroke-opacity="0.55"/>`,
    ),
    ...points.map(
      ({ tokens, time }) =>
        `<circle cx="${x(tokens)}" cy="${y(time)}" r="4" fill="${colour}"><title>${escapeXml(name)}</title></circle>`,
    ),
  ].join('');
}

/** Right of the last points, moved apart where one would cover another. */
function labelsOf(lines: readonly Line[], x: Scale, y: Scale): string[] {
  const wanted = lines
    .flatMap(({ name, colour, points }) => {
      const last = points.at(-1);
      if (last === undefined) return [];
      const at = x(last.tokens) + label.gap;
      return [
        { text: name, at, baseline: y(last.time) + 5, colour },
        { text: `${name}, arithmetic`, at, baseline: y(last.ideal) + 5, colour: muted },
      ];
    })
    .sort((a, b) => a.baseline - b.baseline);
  let free = -Infinity;
  return wanted.map(({ text, at, baseline, colour }) => {
    const placed = Math.max(baseline, free);
    free = placed + label.leading;
    return textOutline(text, at, round(placed), label.size, colour);
  });
}

export const benchTitle = ({ shape }: BenchReport): string => `${shape}: time against tokens kept`;

export function benchCaption(report: BenchReport): string {
  const { shape, weights, device, precision, towerPrecision, processor, threads, rounds, views, scaled } =
    report;
  const numbers =
    precision === towerPrecision ? precision : `encoder ${towerPrecision}, language model ${precision}`;
  const chance = weights === 'random' ? ', random weights' : '';
  const layers =
    scaled === undefined ? '' : ` ${scaled.measuredLayers} of ${scaled.layers} layers measured and scaled.`;
  return `${shape}${chance} on ${device} in ${numbers}, ${processor}, ${threads === 0 ? 'as many threads as cores' : plural(threads, 'thread')}. Medians of ${rounds} rounds in turn with the unmerged model, bars from the fastest run to the slowest; ${views} view${views === 1 ? '' : 's'}. Dashed: what multiply-adds promise.${layers}`;
}
