import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createModelList,
  lookUp,
  mostKnownModels,
  rememberedModels,
  withModel,
  withoutModel,
} from '../../electron/known-models.ts';
import { openSettings, windowSettings } from '../../electron/settings.ts';

const a = { directory: '/models/a', name: 'A' };
const b = { directory: '/models/b', name: 'B' };

describe('the list of known models', () => {
  it('has the newest first and each once', () => {
    expect(withModel([a, b], { ...b, name: 'B2' })).toEqual([{ ...b, name: 'B2' }, a]);
    expect(withoutModel([a, b], a.directory)).toEqual([b]);
  });

  it('keeps no more than the settings do', () => {
    const many = Array.from({ length: mostKnownModels }, (_, i) => ({ directory: `/m/${i}`, name: 'm' }));
    expect(withModel(many, a)).toHaveLength(mostKnownModels);
    expect(withModel(many, a)[0]).toBe(a);
  });

  it('says which folders are not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dymu-model-'));
    expect(await lookUp([{ directory: folder, name: 'here' }, a])).toEqual([
      { directory: folder, name: 'here', missing: false },
      { ...a, missing: true },
    ]);
    await rm(folder, { recursive: true });
  });
});

describe('the models of a host', () => {
  it('are remembered with the moment of their last use, and forgotten for the next start, too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dymu-model-'));
    const { store } = await openSettings(join(folder, 'settings.json'));
    const models = createModelList(store);
    const begun = Date.now();
    await store.update({ model: { directory: b.directory } });
    const [first] = await models.remember(a);
    expect(first).toMatchObject({ ...a, missing: true });
    expect(first?.usedMs).toBeGreaterThanOrEqual(begun);
    expect((await models.forget(b.directory)).map(({ directory }) => directory)).toEqual([a.directory]);
    expect(store.current.model).toBeNull();
    expect(await models.list()).toEqual([first]);
    await rm(folder, { recursive: true });
  });

  it('and what the window may know of the settings, whole and nothing of the host’s', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dymu-model-'));
    const { store } = await openSettings(join(folder, 'settings.json'));
    await store.update({ textSize: 130, motion: 'reduced', knownModels: [a] });
    expect(windowSettings(store)).toMatchObject({ textSize: 130, motion: 'reduced' });
    expect(windowSettings(store)).not.toHaveProperty('knownModels');
    await rm(folder, { recursive: true });
  });
});

describe('settings of an earlier version', () => {
  it('open as they were, and the model chosen there is known', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dymu-settings-'));
    const file = join(folder, 'settings.json');
    const earlier = {
      version: 1,
      bounds: { width: 1280, height: 820, maximized: false },
      recentImages: ['/pictures/cat.png'],
      theme: 'dark',
      model: { directory: '/models/llava-1.5-7b-hf' },
      values: { overlay: 'mosaic' },
    };
    await writeFile(file, JSON.stringify(earlier));
    const { store, putAside } = await openSettings(file);
    expect(putAside).toBeUndefined();
    expect(store.current).toEqual({
      ...{ ...earlier, version: 2, tour: 'known' },
      ...{ knownModels: [], updatesAtStart: false },
    });
    expect(rememberedModels(store.current)).toEqual([
      { directory: '/models/llava-1.5-7b-hf', name: 'llava-1.5-7b-hf' },
    ]);
    await rm(folder, { recursive: true });
  });
});
