/**
 * Draws the figures of docs/performance.md from the measurements beside them.
 *
 *     tsx tools/bench/draw-figures.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { countsUnder, exactCounts } from '../../src-engine/merging/schedules.ts';
import { spreadOf } from '../../src-engine/report/spread.ts';
import { keptShares } from './kept-shares.ts';
import { lineChart } from './line-chart.ts';
import type { ChartLine, ChartPoint } from './line-chart.ts';
import { peerReportSchema, ratioOf } from './peer-report.ts';
import type { PeerReport } from './peer-report.ts';
import { viewsReportSchema } from './views-report.ts';
import type { ViewsReport } from './views-report.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/figures');
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(folder, 'data', name), 'utf8'));
const write = (name: string, svg: string): void => {
  writeFileSync(path.join(folder, name), svg);
};
const blue = '#0b6bc7';
const orange = '#b4540a';
const violet = '#5f3dc4';
const grey = '#5c5e62';

write('cost-tokens.svg', costAgainstTokens(peerReportSchema.parse(read('peers-clip.json'))));
write('cost-views.svg', costAgainstViews(viewsReportSchema.parse(read('views.json'))));

function costAgainstTokens(report: PeerReport): string {
  const shares = { plain: 1, ...keptShares };
  const points = (peer: string): ChartPoint[] =>
    Object.entries(shares)
      .flatMap(([which, x]): ChartPoint[] => {
        const ratio = ratioOf(report, `${peer}: ${which}`, 'ours fp32: plain');
        if (ratio === undefined) return [];
        const [low, high] = ratio.interval ?? [ratio.median, ratio.median];
        return [{ x, y: ratio.median, low, high }];
      })
      .sort((a, b) => a.x - b.x);
  const ideal = Object.values(shares)
    .map((x) => ({ x, y: idealShare(x) }))
    .sort((a, b) => a.x - b.x);
  const lines: ChartLine[] = [
    { name: 'this build, fp32', colour: blue, points: points('ours fp32') },
    { name: 'arithmetic', colour: blue, dashed: true, points: ideal },
    { name: 'this build, fast tower', colour: violet, points: points('ours int8') },
    { name: 'same merging in PyTorch', colour: orange, points: points('PyTorch fp32') },
    { name: 'the same in bf16', colour: '#8a6d00', points: points('PyTorch bf16') },
    ...[
      'ONNX Runtime fp32',
      'OpenVINO fp32',
      'transformers.js fp32',
      'OpenVINO bf16',
      'OpenVINO int8',
      'PyTorch int8',
    ].map((name) => ({ name, colour: grey, points: points(name) })),
  ];
  return lineChart(
    lines,
    {
      title: 'CLIP ViT-L/14-336: time against tokens kept',
      y: 'Time, in percent of this build’s without merging in fp32',
      x: 'visual tokens kept',
      caption: `CLIP ViT-L/14-336 of random weights, 23 layers, one view, ${String(report.threads)} threads on ${report.machine}. Medians of the ratios within rounds, bars are 95 % intervals. Merging by exact counts; squares merge nothing, and the ends of PyTorch’s lines are the tower of transformers. Dashed: what multiply-adds promise.`,
    },
    { x: { from: 0, to: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] }, tickX: percent, tickY: percent },
  );
}

function percent(share: number): string {
  return `${String(Math.round(100 * share))} %`;
}

/** Multiply-adds of CLIP ViT-L/14-336's first 23 blocks, merged to a share of its patches by the constant schedule, over those of all. */
function idealShare(share: number): number {
  const [layers, patches, width, mlp] = [23, 576, 1024, 4096];
  const rows = exactCounts(Math.round(share * patches), patches, layers) ?? [];
  const blocks = (counts: readonly number[]): number =>
    counts.reduce((sum, count, layer) => {
      const [before, after] = [(counts[layer - 1] ?? patches) + 1, count + 1];
      return sum + 4 * before * width ** 2 + 2 * before ** 2 * width + 2 * after * width * mlp;
    }, 0);
  return blocks(countsUnder(rows, patches)) / blocks(Array.from({ length: layers }, () => patches));
}

function costAgainstViews({ views, kept, machine, threads }: ViewsReport): string {
  const seconds = (ms: readonly number[], x: number): ChartPoint => {
    const { median, min, max } = spreadOf(ms);
    return { x, y: median / 1000, low: min / 1000, high: max / 1000 };
  };
  const lines: ChartLine[] = [
    {
      name: 'all tokens',
      colour: grey,
      points: views.map((row) => seconds(row.plainMs, row.views)),
    },
    {
      name: `merged to ${percent(kept)}`,
      colour: blue,
      points: views.map((row) => seconds(row.mergedMs, row.views)),
    },
    {
      name: 'arithmetic',
      colour: blue,
      dashed: true,
      points: views.map((row) => ({
        x: row.views,
        y: (spreadOf(row.plainMs).median * row.idealShare) / 1000,
      })),
    },
  ];
  const rounds = views[0]?.plainMs.length ?? 0;
  return lineChart(
    lines,
    {
      title: 'Time before the first token against views',
      y: 'Encoder, projector and prefill, in seconds',
      x: 'views in the prompt',
      caption: `The embedded model's shape with random weights in fp32, one view of 256 tokens a picture, ${String(threads)} threads on ${machine}. Medians of ${String(rounds)} rounds in turn, bars from the fastest run to the slowest. Dashed: the unmerged time times the share of multiply-adds. Virtual unmerging is on: attention in the language model runs over all positions, which is why the promised gain falls with the views.`,
    },
    {
      x: { from: 0, to: 10, ticks: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
      tickX: String,
      tickY: (value) => String(value),
    },
  );
}
