/** Checkpoints of random weights by name, made in the cache when they are first asked for. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundledModel } from '../../src-engine/bundled/assets.ts';
import { once } from './cache.ts';
import { writeRandomCheckpoint } from './random-checkpoint.ts';
import * as shapes from './shapes.ts';

const { clip, siglip, narrowClip, narrowNext, narrowSiglip, qwen, smol, pictures } = shapes;
const made = { clip, siglip, narrowClip, narrowNext, narrowSiglip, qwen, smol, pictures };

export type CheckpointName = 'embedded' | keyof typeof made;

/** Its folder. A shape or a writer that has changed makes another folder. */
export async function checkpoint(name: CheckpointName): Promise<string> {
  if (name === 'embedded') return bundledModel();
  const shape = made[name];
  const hash = createHash('sha256')
    .update(JSON.stringify({ ...shape, like: path.basename(path.dirname(shape.like)) }))
    .update(readFileSync(path.join(import.meta.dirname, 'random-checkpoint.ts')));
  return once(`checkpoints/${name}-${hash.digest('hex').slice(0, 12)}`, (target) =>
    writeRandomCheckpoint(target, shape),
  );
}
