/** Answers with a copy of the embedded model, cuts or removes its weights, and answers again. Arguments: folder, what is done. */
import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { bundledAssets } from '../../src-engine/bundled/assets.ts';
import { createEngine } from '../../src-engine/create-engine.ts';

const [, , directory = '', how] = process.argv;
const engine = await createEngine({ device: 'cpu' });
await engine.load({ directory });
const image = { kind: 'file', path: join(bundledAssets(), 'samples', 'scene05.webp') } as const;

async function answer(): Promise<string> {
  const request = { question: 'How many?', reduction: { method: 'none' }, virtualUnmerging: true } as const;
  for await (const event of engine.answer({ ...request, visual: { kind: 'images', images: [image] } })) {
    if (event.kind === 'done') return event.result.text;
  }
  throw new Error('There was no answer.');
}

const first = await answer();
if (how === 'cut') truncateSync(join(directory, 'model.safetensors'), 1000);
else rmSync(directory, { recursive: true });
console.log((await answer()) === first ? 'the same answer' : 'another answer');
process.exit(0);
