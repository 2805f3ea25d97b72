import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundledAssets } from '../../src-engine/bundled/assets.ts';
import { loadModel, requireLanguage } from '../../src-engine/inference/loaded-model.ts';
import { createPictureStore } from '../../src-engine/vision/picture-store.ts';

async function loadedIn(total: number, limited = false) {
  const model = await loadModel(
    { directory: join(bundledAssets(), 'pocket') },
    {
      chooseDevice: () => Promise.resolve({ name: 'cpu', provider: 'cpu', attention: 'fused', threads: 1 }),
      choosePrecision: () => Promise.resolve('fp32'),
      copiesDirectory: '',
      calibrationDirectories: [],
      images: createPictureStore({ route: 'path' }),
      room: () => ({ available: total, total, limited }),
      signal: undefined,
      onProgress: undefined,
    },
  );
  onTestFinished(() => model.release());
  return requireLanguage(model);
}

describe('a model that does not fit the memory', () => {
  it('is refused before its language model is loaded, by how much it needs and how much there is', async () => {
    const model = await loadedIn(50_000_000);
    expect(model.tower).toBeDefined(); // an overlay needs no language model
    const refusal = async () => model.languageModel();
    await expect(refusal()).rejects.toThrow(
      /^To answer in fp32, pocket needs about 0\.\d GB of memory, and this computer has 0\.1 GB; .*take a smaller model\.$/,
    );
    await expect(refusal()).rejects.toMatchObject({ code: 'out-of-memory' });
  });

  it('is refused by the limit of a container as such, which can be raised', async () => {
    const model = await loadedIn(50_000_000, true);
    await expect(async () => model.languageModel()).rejects.toThrow(
      /^To answer .* of memory, and the limit for this program is 0\.1 GB; .*take a smaller model.*raise the limit\.$/,
    );
  });

  it('is loaded where it fits', async () => {
    const model = await loadedIn(2_000_000_000);
    await expect(model.languageModel()).resolves.toBeDefined();
  });
});
