/** The vision encoder alone, in the plain graph and merged: the embedded model by its thresholds, random weights by exact counts. */
import { checkpoint } from '../checkpoints.ts';
import type { CheckpointName } from '../checkpoints.ts';
import { engineOf } from '../engine-of.ts';
import type { Kept } from '../engine-of.ts';
import { samplePicture } from '../pictures.ts';
import type { Task } from '../task.ts';

const shares = [0.68, 0.34, 0.15];

export function encode(model: CheckpointName, title: string): Task {
  return {
    title,
    unit: 'ms',
    prepare: () => checkpoint(model),
    async open(build) {
      const engine = await engineOf(build, { directory: await checkpoint(model) });
      const run = (kept: Kept) => async () => (await engine.encode(samplePicture, kept)).encodeMs;
      const merged = (share: number): Kept =>
        model === 'embedded'
          ? { kind: 'share', share }
          : { kind: 'exact', tokens: Math.round(share * engine.tokensPerView) };
      return new Map([
        ['plain', run({ kind: 'all' })] as const,
        ...shares.map((share) => [`${String(Math.round(100 * share))} %`, run(merged(share))] as const),
      ]);
    },
  };
}
