import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineChoices } from '../../electron/engine-choices.ts';
import { migrated } from '../../electron/settings-migrations.ts';
import { defaultSettings, windowSettingsChangesSchema } from '../../electron/settings-schema.ts';
import { openSettings } from '../../electron/settings.ts';

describe('openSettings', () => {
  let folder = '';
  let file = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-settings-'));
    file = join(folder, 'data', 'settings.json');
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('starts with the defaults where there is no file', async () => {
    const { store, putAside } = await openSettings(file);
    expect(store.current).toEqual(defaultSettings);
    expect(putAside).toBeUndefined();
  });

  it('keeps an update across a restart', async () => {
    const { store } = await openSettings(file);
    await store.update({ theme: 'dark', values: { overlay: 'heat', opacity: 0.5 } });
    const again = await openSettings(file);
    expect(again.store.current).toEqual({
      ...defaultSettings,
      theme: 'dark',
      values: { overlay: 'heat', opacity: 0.5 },
    });
  });

  it('writes updates in the order in which they were made', async () => {
    const { store } = await openSettings(file);
    const updates = Array.from({ length: 10 }, (_, i) => store.update({ values: { i } }));
    await store.flush();
    await Promise.all(updates);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ values: { i: 9 } });
    expect(await readdir(join(folder, 'data'))).toEqual(['settings.json']);
  });

  it.each([
    ['cut short', '{"version": 2, "theme": "da'],
    ['of a later version', '{"version": 3}'],
    ['of a version that never was', '{"version": 0}'],
    ['with a wrong value', '{"version": 1, "theme": "purple"}'],
    ['with text of an impossible size', '{"version": 2, "textSize": 1000}'],
    ['empty', ''],
  ])('puts a file aside that is %s and starts with the defaults', async (_, text) => {
    file = join(folder, 'settings.json');
    await writeFile(file, text);
    const { store, putAside } = await openSettings(file, new Date('2030-01-02T03:04:05Z'));
    expect(store.current).toEqual(defaultSettings);
    expect(putAside).toBe(`${file}.unreadable-2030-01-02T03-04-05.000Z`);
    expect(await readFile(putAside!, 'utf8')).toBe(text);
    await store.update({ theme: 'light' });
    expect((await openSettings(file)).store.current.theme).toBe('light');
  });

  it('fills in fields that an older file lacks', async () => {
    file = join(folder, 'settings.json');
    await writeFile(file, '{"version": 2, "theme": "dark"}');
    expect((await openSettings(file)).store.current).toEqual({ ...defaultSettings, theme: 'dark' });
  });
});

describe('settings of version 1', () => {
  it('become those of today, with every field, and their user is offered no tour', () => {
    const earlier = { version: 1, theme: 'dark', values: { overlay: 'heat' }, recentImages: ['/a.png'] };
    expect(migrated(earlier)).toEqual({ ...earlier, version: 2, tour: 'known' });
    expect(earlier.version).toBe(1);
  });

  it('are the only ones that are changed', () => {
    for (const other of [{ version: 2, theme: 'dark' }, { version: 7 }, { version: '1' }, [], null, 'x'])
      expect(migrated(other)).toEqual(other);
  });
});

describe('the engine', () => {
  it('gets the device and the threads of the settings, and the processor alone after it ended too often', () => {
    expect(engineChoices({}, 'all')).toEqual({ device: 'auto' });
    expect(engineChoices({ device: 'webgpu', threads: 3 }, 'all')).toEqual({ device: 'webgpu', threads: 3 });
    expect(engineChoices({ device: 'webgpu', threads: null }, 'processor')).toEqual({ device: 'cpu' });
  });
});

describe('windowSettingsChangesSchema', () => {
  it('takes any part and nothing else', () => {
    expect(windowSettingsChangesSchema.parse({ theme: 'dark' })).toEqual({ theme: 'dark' });
    expect(windowSettingsChangesSchema.parse({ model: null })).toEqual({ model: null });
    expect(windowSettingsChangesSchema.safeParse({ bounds: {} }).success).toBe(false);
    expect(windowSettingsChangesSchema.safeParse({ values: { f: () => 1 } }).success).toBe(false);
  });
});
