/** What this build computes for one picture: what every peer is held against. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createEngine } from '../../src-engine/create-engine.ts';
import { samplePicture } from './pictures.ts';
import { keptShares } from './kept-shares.ts';

/** One safetensors file a case (`pixel_values`, `features`, `owner`, ...): plain, and what the tower keeps when it merges. */
export async function writeTowerReference(model: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const engine = await createEngine({ device: 'cpu' });
  const { tokensPerView } = await engine.load({ directory: model });
  const image = { kind: 'file', path: samplePicture } as const;
  const save = (which: string) => ({ saveFeatures: path.join(folder, `${which}.safetensors`) });
  await engine.encode({ image, reduction: { method: 'none' } }, save('plain'));
  for (const [which, share] of Object.entries(keptShares)) {
    const budget = { kind: 'tokens', tokens: Math.round(share * tokensPerView) } as const;
    await engine.encode({ image, reduction: { method: 'tome', budget } }, save(which));
  }
  await engine.close();
}
