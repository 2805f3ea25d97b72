import { describe, expect, it, vi } from 'vitest';
import { createChosenPaths } from '../../electron/chosen-paths.ts';
import { createPathGrants } from '../../electron/path-grants.ts';
import { settingsSchema, type Settings } from '../../electron/settings-schema.ts';
import type { SettingsStore } from '../../electron/settings.ts';

function setUp(given: object = {}) {
  let current: Settings = settingsSchema.parse({ version: 2, ...given });
  const update = vi.fn((changes: Partial<Settings>) => {
    current = { ...current, ...changes };
    return Promise.resolve(current);
  });
  const settings: SettingsStore = {
    get current() {
      return current;
    },
    update,
    flush: () => Promise.resolve(),
  };
  const grants = createPathGrants([]);
  return { grants, settings, update, chosen: createChosenPaths(grants, settings) };
}

describe('what was chosen', () => {
  it('may be read at once, and is kept, the newest first', async () => {
    const { chosen, grants, settings } = setUp({ readable: ['/old'] });
    await chosen.chose(['/new/a', '/new/b']);
    expect(grants.mayRead('/new/a')).toBe(true);
    expect(settings.current.readable).toEqual(['/new/a', '/new/b', '/old']);
  });

  it('is written only when something changes', async () => {
    const { chosen, update } = setUp({ readable: ['/a'] });
    await chosen.chose(['/a']);
    expect(update).not.toHaveBeenCalled();
  });

  it('is kept up to 500 paths', async () => {
    const { chosen, settings } = setUp();
    await chosen.chose(Array.from({ length: 600 }, (_, i) => `/p/${i}`));
    expect(settings.current.readable).toHaveLength(500);
  });

  it('may be read although the settings cannot be written', async () => {
    const { chosen, grants, update } = setUp();
    const log = vi.spyOn(console, 'error').mockReturnValue();
    update.mockRejectedValue(new Error('disk full'));
    await chosen.chose(['/a']);
    expect(grants.mayRead('/a')).toBe(true);
    expect(log).toHaveBeenCalledWith('What was chosen is not kept: Error: disk full');
    log.mockRestore();
  });
});

describe('at a start', () => {
  it('what was chosen, recent pictures and models may be read', () => {
    const { grants } = setUp({
      readable: ['/folder'],
      recentImages: ['/pictures/a.png'],
      model: { directory: '/models/m', calibration: '/calibrations/c.json' },
      knownModels: [{ directory: '/models/n', name: 'n' }],
    });
    for (const path of [
      '/folder/x',
      '/pictures/a.png',
      '/models/m',
      '/calibrations/c.json',
      '/models/n/config.json',
    ])
      expect(grants.mayRead(path), path).toBe(true);
    expect(grants.mayRead('/pictures/b.png')).toBe(false);
  });

  it('folders that the window kept count only in settings of versions without a list', () => {
    const values = { recentFolders: ['/earlier'], openFolder: '/open' };
    expect(setUp({ values }).grants.mayRead('/earlier/a')).toBe(true);
    expect(setUp({ values }).grants.mayRead('/open')).toBe(true);
    expect(setUp({ values, readable: [] }).grants.mayRead('/earlier/a')).toBe(false);
  });
});

describe('what the window names', () => {
  it('is refused in one sentence unless it was chosen', async () => {
    const { chosen } = setUp();
    expect(() => chosen.require(['/x.png'])).toThrow(
      'Nobody has chosen "/x.png"; open it by a dialog, or drop it on the window.',
    );
    await chosen.chose(['/x.png']);
    expect(() => chosen.require(['/x.png'])).not.toThrow();
  });

  it('may be a model of the hub, but with no calibration that was not chosen', () => {
    const { chosen } = setUp();
    expect(() => chosen.requireModel({ directory: 'llava-hf/llava' })).not.toThrow();
    expect(() => chosen.requireModel({ directory: '/models/x' })).toThrow('/models/x');
    expect(() => chosen.requireModel({ directory: 'llava-hf/llava', calibration: '/etc/passwd' })).toThrow(
      '/etc',
    );
  });
});
