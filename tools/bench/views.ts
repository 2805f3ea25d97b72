/**
 * Measures what one to ten pictures in a prompt cost until the first token, with all tokens and with 34 % of them, in turn.
 *
 *     tsx tools/bench/views.ts [--rounds N] [--seconds S] [--threads N] --json F
 *
 * The embedded model's shape with random weights, in fp32, one view a picture, exact counts, virtual unmerging on. A picture is read
 * beforehand: encoder, projector and prefill are counted.
 */
import { writeFileSync } from 'node:fs';
import { readOptions } from '../read-options.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerRequest, AnswerResult } from '../../src-engine/engine.ts';
import { checkpoint } from './checkpoints.ts';
import { machineWords } from './machine.ts';
import { samplePicture } from './pictures.ts';
import { ratioWords } from './peer-report.ts';
import { spreadOf } from '../../src-engine/report/spread.ts';
import { ratioInterval } from '../../src-engine/report/interval.ts';
import type { ViewsReport } from './views-report.ts';

const { values } = readOptions({
  options: {
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '600' },
    threads: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
});
const kept = 0.34;
const most = 10;

const engine = await createEngine({ device: 'cpu', threads: Number(values.threads), precision: 'fp32' });
const { tokensPerView } = await engine.load({ directory: await checkpoint('pictures') });
const image = { kind: 'file', path: samplePicture } as const;
const reductions = {
  plain: { method: 'none' },
  merged: { method: 'tome', budget: { kind: 'tokens', tokens: Math.round(kept * tokensPerView) } },
} as const;
let asked = 0;

async function answer(views: number, kind: keyof typeof reductions): Promise<AnswerResult> {
  asked += 1; // no two questions alike
  const request: AnswerRequest = {
    visual: { kind: 'images', images: Array.from({ length: views }, () => image) },
    question: `${String(asked)} What is it?`,
    reduction: reductions[kind],
    virtualUnmerging: true,
    maxNewTokens: 1,
  };
  for await (const event of engine.answer(request)) if (event.kind === 'done') return event.result;
  throw new Error('The answer ended without a result.');
}

const timeOf = ({ timings: { encodeMs, projectMs, prefillMs } }: AnswerResult): number =>
  encodeMs + projectMs + prefillMs;

const report: ViewsReport = {
  format: 'dymu-views',
  version: 1,
  machine: machineWords(),
  threads: Number(values.threads),
  kept,
  views: [],
};
for (let views = 1; views <= most; views += 1) {
  const [plain, merged] = [await answer(views, 'plain'), await answer(views, 'merged')]; // these runs do not count
  const sum = ({ theory }: AnswerResult): number => theory.encode + theory.prefill;
  report.views.push({ views, idealShare: sum(merged) / sum(plain), plainMs: [], mergedMs: [] });
}
const end = performance.now() + 1000 * Number(values.seconds);
for (let round = 0; round < Number(values.rounds) && (round === 0 || performance.now() < end); round += 1)
  for (const row of report.views) {
    const order = round % 2 === 0 ? (['plain', 'merged'] as const) : (['merged', 'plain'] as const);
    for (const kind of order) row[`${kind}Ms`].push(round3(timeOf(await answer(row.views, kind))));
  }
await engine.close();

for (const { views, idealShare, plainMs, mergedMs } of report.views) {
  const ratios = plainMs.map((ms, index) => ms / (mergedMs[index] ?? Number.NaN));
  const ratio = {
    median: spreadOf(ratios).median,
    interval: ratioInterval(ratios),
    rounds: ratios.length,
  };
  console.log(
    `${String(views).padStart(2)} views: ${spreadOf(plainMs).median.toFixed(0)} ms plain, ${spreadOf(mergedMs).median.toFixed(0)} ms merged, ${ratioWords(ratio)}x, ideal ${(1 / idealShare).toFixed(2)}x`,
  );
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report)}\n`);

function round3(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
