/**
 * This build: the tower plain, and with what it keeps when it merges by ToMe's constant schedule.
 *
 *     node --import tsx ours.ts MODEL REFERENCE THREADS fp32|int8
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../../../src-engine/create-engine.ts';
import type { EncodeRequest } from '../../../../src-engine/engine.ts';
import { samplePicture } from '../../pictures.ts';
import { keptShares } from '../../kept-shares.ts';
import { serve } from '../served.ts';
import { readFeatures, readReference, relativeError } from './reference.ts';

const [model = '', reference = '', threads = '', precision = ''] = process.argv.slice(2);
const engine = await createEngine({
  device: 'cpu',
  threads: Number(threads),
  ...(precision === 'int8' ? { tower: 'int8' } : {}),
});
const { tokensPerView } = await engine.load({ directory: model });
const image = { kind: 'file', path: samplePicture } as const;
const requests = new Map<string, EncodeRequest>([
  ['plain', { image, reduction: { method: 'none' } }],
  ...Object.entries(keptShares).map(([which, share]): [string, EncodeRequest] => {
    const budget = { kind: 'tokens', tokens: Math.round(share * tokensPerView) } as const;
    return [which, { image, reduction: { method: 'tome', budget } }];
  }),
]);

const scratch = await mkdtemp(path.join(tmpdir(), 'dymu-peers-'));
const error: Record<string, number> = {};
for (const [which, request] of requests) {
  const own = path.join(scratch, 'own.safetensors');
  await engine.encode(request, { saveFeatures: own });
  error[which] = relativeError((await readFeatures(own)).features, await readReference(reference, which));
}
await rm(scratch, { recursive: true });

const cases = [...requests].map(
  ([which, request]) => [which, async () => (await engine.encode(request)).timings.encodeMs] as const,
);
await serve(`this build, tower ${precision}`, new Map(cases), error);
