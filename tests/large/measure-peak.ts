/** A process of its own that asks one model twice, unmerged and merged, moves its budget as the window does, and prints what `inspect` said and what was used at most. */
import { createEngine } from '../../src-engine/create-engine.ts';
import type { ReductionRequest } from '../../src-engine/engine.ts';

const [directory = '', image = '', tokens = '', precision = '', moves = '0'] = process.argv.slice(2);

const engine = await createEngine({ device: 'cpu', precision });
const { memory } = await engine.inspect(directory);
await engine.load({ directory });
const reductions: readonly ReductionRequest[] = [
  { method: 'none' },
  { method: 'tome', budget: { kind: 'tokens', tokens: Number(tokens) } },
];
const asked: object[] = [];
for (const reduction of reductions) {
  const events = engine.answer({
    visual: { kind: 'images', images: [{ kind: 'file', path: image }] },
    question: 'What is it?',
    reduction,
    virtualUnmerging: true,
    maxNewTokens: 4,
  });
  for await (const event of events) {
    if (event.kind !== 'done') continue;
    const { timings, visualTokens, fullVisualTokens } = event.result;
    asked.push({ visualTokens, fullVisualTokens, encodeMs: timings.encodeMs, prefillMs: timings.prefillMs });
  }
}
for (let move = 0; move < Number(moves); move += 1) {
  const reduction = { method: 'tome', budget: { kind: 'tokens', tokens: Number(tokens) + move } } as const;
  await engine.encode({ image: { kind: 'file', path: image }, reduction, reuse: true });
}
await engine.close();
console.log(JSON.stringify({ needed: memory?.needed, peak: process.resourceUsage().maxRSS * 1024, asked }));
