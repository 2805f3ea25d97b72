/** Small checkpoints of random weights, loaded on the CPU: what tests of the engine's inner parts work on. */
import { loadModel, requireLanguage } from '../../src-engine/inference/loaded-model.ts';
import type { Loaded, LoadedModel } from '../../src-engine/inference/loaded-model.ts';
import { sessionFactory } from '../../src-engine/inference/session-factory.ts';
import type { Device, SessionFactory } from '../../src-engine/inference/session-factory.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import type { AttentionForm } from '../../src-engine/graph/layers.ts';
import { createPictureStore } from '../../src-engine/vision/picture-store.ts';
import { goldenModel } from './golden-model.ts';
import type { GoldenCase } from './golden-model.ts';

export const cpu = (attention: AttentionForm = 'fused'): Device => ({
  name: 'cpu',
  provider: 'cpu',
  attention,
  threads: 1,
});

export async function loadSmall(name: GoldenCase): Promise<LoadedModel> {
  return loadFolder(goldenModel(name));
}

export async function loadFolder(directory: string): Promise<LoadedModel> {
  return requireLanguage(await loadFolderOrTower(directory));
}

export async function loadFolderOrTower(directory: string): Promise<Loaded> {
  return loadModel(
    { directory },
    {
      chooseDevice: () => Promise.resolve(cpu()),
      choosePrecision: () => Promise.resolve('fp32'),
      copiesDirectory: '/nowhere',
      calibrationDirectories: [],
      images: createPictureStore(),
      signal: undefined,
      onProgress: undefined,
    },
  );
}

/** A factory that counts sessions, and the checkpoint that it serves. */
export async function countingFactory(name: GoldenCase, attention?: AttentionForm) {
  const checkpoint = await openCheckpoint(goldenModel(name));
  const real = sessionFactory(checkpoint, cpu(attention));
  const count = { opened: 0, alive: 0 };
  const factory: SessionFactory = {
    device: real.device,
    async open(build) {
      const session = await real.open(build);
      count.opened += 1;
      count.alive += 1;
      return {
        run: (feeds, into, only) => session.run(feeds, into, only),
        async release() {
          count.alive -= 1;
          await session.release();
        },
      };
    },
  };
  return { factory, count, spec: checkpoint.spec };
}
