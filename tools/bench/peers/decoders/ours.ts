/**
 * This build: one further token after a short prompt.
 *
 *     node --import tsx ours.ts MODEL THREADS fp32|int8|int4
 */
import { createEngine } from '../../../../src-engine/create-engine.ts';
import { samplePicture } from '../../pictures.ts';
import { serve } from '../served.ts';
import { decodedTokens } from './length.ts';

const [model = '', threads = '', precision = ''] = process.argv.slice(2);
const engine = await createEngine({ device: 'cpu', precision, threads: Number(threads) });
await engine.load({ directory: model });
const image = { kind: 'file', path: samplePicture } as const;
let asked = 0;
let positions = 0;

async function decode(): Promise<number> {
  asked += 1; // no two questions alike
  const request = {
    visual: { kind: 'images', images: [image] },
    question: `${String(asked)} What is it?`,
    reduction: { method: 'none' },
    virtualUnmerging: false,
    maxNewTokens: decodedTokens + 1, // the first one is prefill's
  } as const;
  for await (const event of engine.answer(request)) {
    if (event.kind !== 'done') continue;
    const { tokens, promptTokens, timings } = event.result;
    if (tokens.length !== decodedTokens + 1)
      throw new Error(`It ended after ${String(tokens.length)} tokens.`);
    positions = promptTokens;
    return 1000 / timings.tokensPerSecond;
  }
  throw new Error('The answer ended without a result.');
}

await decode();
await serve(`this build, ${precision}, ${String(positions)} positions before`, new Map([['decode', decode]]));
