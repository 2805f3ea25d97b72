import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { menuCommands } from '../../electron/menu-commands.ts';
import { menuTemplate, type MenuActions } from '../../electron/menu.ts';

type Item = MenuItemConstructorOptions;

function flat(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

function build(platform: NodeJS.Platform, recentImages: string[] = []) {
  const actions = { send: vi.fn(), openRecent: vi.fn(), restartEngine: vi.fn() } satisfies MenuActions;
  return { actions, items: flat(menuTemplate({ platform, recentImages, developer: true }, actions)) };
}

/** Template clicks take Electron's arguments; ours use none. */
function click(item: Item | undefined): void {
  Reflect.apply(item!.click!, undefined, []);
}

describe('menuTemplate', () => {
  it.each(['linux', 'darwin', 'win32'] as const)('has one entry for every command on %s', (platform) => {
    const { actions, items } = build(platform);
    for (const command of menuCommands) {
      const entries = items.filter((item) => item.id === command);
      expect(entries, command).toHaveLength(1);
      click(entries[0]);
      expect(actions.send).toHaveBeenLastCalledWith(command);
    }
  });

  it.each(['linux', 'darwin', 'win32'] as const)('gives no key twice on %s', (platform) => {
    const keys = build(platform).items.flatMap((item) => (item.accelerator ? [item.accelerator] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('leaves keys that people type with to the window', () => {
    const typed = build('linux').items.filter((item) => /^(.|Space|Escape)$/.test(item.accelerator ?? ''));
    expect(typed.map((item) => item.accelerator)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      ',',
      '.',
      'Space',
      'Escape',
      '?',
    ]);
    for (const item of typed) expect(item.registerAccelerator).toBe(false);
    // macOS would take such a key away from text fields.
    for (const { id } of typed) {
      expect(build('darwin').items.find((item) => item.id === id)?.accelerator).toBeUndefined();
    }
  });

  it('opens a recent image', () => {
    const { actions, items } = build('linux', ['/a/cat.png', '/b/dog.png']);
    click(items.find((item) => item.label === '/b/dog.png'));
    expect(actions.openRecent).toHaveBeenCalledWith('/b/dog.png');
  });

  it('restarts the engine', () => {
    const { actions, items } = build('linux');
    click(items.find((item) => item.id === 'restart-engine'));
    expect(actions.restartEngine).toHaveBeenCalledOnce();
  });

  it('offers developer tools to developers only', () => {
    const actions: MenuActions = { send: vi.fn(), openRecent: vi.fn(), restartEngine: vi.fn() };
    const items = flat(menuTemplate({ platform: 'linux', recentImages: [], developer: false }, actions));
    expect(items.map((item) => item.role)).not.toContain('toggleDevTools');
  });
});
