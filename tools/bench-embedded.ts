/**
 * Measures the embedded model in this process: slider to overlay, and merged encoding against the plain graph. Prints figures; judges none.
 * Run on a quiet machine: npx tsx tools/bench-embedded.ts [--threads N]
 */
import path from 'node:path';
import { readOptions } from './read-options.ts';
import { bundledAssets, bundledModel } from '../src-engine/bundled/assets.ts';
import { createEngine } from '../src-engine/create-engine.ts';
import type { Engine, ReductionRequest } from '../src-engine/engine.ts';
import { outlines } from '../src-engine/merging/groups.ts';
import { readShelf } from '../src-engine/bundled/shelf.ts';

const { values } = readOptions({ options: { threads: { type: 'string', default: '2' } } });

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;

const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** A slider dragged over every whole budget, there and back, on one picture after the other. */
async function sliderToOverlay(engine: Engine, pictures: readonly string[], patches: number): Promise<void> {
  const times: number[] = [];
  for (const picture of pictures) {
    for (let tokens = 24; tokens <= patches; tokens += 8) {
      const started = performance.now();
      const encoding = await engine.encode({
        image: { kind: 'file', path: picture },
        reduction: { method: 'dymu', budget: { kind: 'tokens', tokens } },
      });
      for (const { owner, grid } of encoding.views)
        outlines(owner.subarray(owner.length - patches), { rows: grid[0], columns: grid[1] });
      times.push(performance.now() - started);
    }
  }
  times.sort((a, b) => a - b);
  const words = [0.5, 0.95, 0.99].map((q) => `p${String(q * 100)} ${ms(quantile(times, q))}`).join(', ');
  console.log(`slider to overlay (encode and outlines, ${String(times.length)} moves): ${words}`);
}

/** Merged against plain in alternation, so that a drifting machine speed cancels. */
async function encodeAgainstPlain(engine: Engine, picture: string, share: number): Promise<void> {
  const image = { kind: 'file', path: picture } as const;
  const merged: ReductionRequest = { method: 'dymu', budget: { kind: 'share', share } };
  const times = { plain: [] as number[], merged: [] as number[] };
  let tokens = 0;
  for (let run = -3; run < 40; run += 1) {
    for (const [name, reduction] of [
      ['plain', { method: 'none' }],
      ['merged', merged],
    ] as const) {
      const { timings, tokens: kept } = await engine.encode({ image, reduction });
      if (run >= 0) times[name].push(timings.encodeMs);
      if (name === 'merged') tokens = kept;
    }
  }
  const median = (list: number[]): number =>
    quantile(
      list.sort((a, b) => a - b),
      0.5,
    );
  const ideal = await idealSpeedup(engine, picture, merged);
  const speedup = median(times.plain) / median(times.merged);
  const name = path.basename(picture);
  console.log(
    `encode ${name} at ${String(share * 100)} % (${String(tokens)} tokens): plain ${ms(median(times.plain))}, merged ${ms(median(times.merged))}, ` +
      `speed-up ${speedup.toFixed(2)} of ${ideal.toFixed(2)} ideal by multiply-adds (${((100 * speedup) / ideal).toFixed(0)} %)`,
  );
}

async function idealSpeedup(engine: Engine, picture: string, reduction: ReductionRequest): Promise<number> {
  const theory = async (of: ReductionRequest): Promise<number> => {
    const images = [{ kind: 'file', path: picture }] as const;
    const events = engine.answer({
      visual: { kind: 'images', images },
      question: 'What is it?',
      reduction: of,
      virtualUnmerging: true,
      maxNewTokens: 1,
    });
    for await (const event of events) if (event.kind === 'done') return event.result.theory.encode;
    throw new Error('The answer ended without a result.');
  };
  return (await theory({ method: 'none' })) / (await theory(reduction));
}

const engine = await createEngine({ device: 'cpu', threads: Number(values.threads) });
const model = await engine.load({ directory: bundledModel() });
const pictures = (await readShelf(bundledAssets()))
  .filter(({ kind }) => kind === 'scene')
  .map((picture) => picture.path);
const chosen = [0, 8, 16].flatMap((index) => pictures[index] ?? []);
await sliderToOverlay(engine, chosen.slice(0, 1), model.tokensPerView); // warm-up, printed too
await sliderToOverlay(engine, chosen, model.tokensPerView);
for (const picture of chosen) {
  for (const share of [0.15, 0.34, 0.68]) await encodeAgainstPlain(engine, picture, share);
}
await engine.close();
