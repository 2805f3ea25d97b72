import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { menuTitles, type MenuEntry, type MenuGroup } from '../../electron/menu-schema.ts';
import { menuTemplate, sameShape, type MenuActions } from '../../electron/menu.ts';

type Item = MenuItemConstructorOptions;

function entry(id: string, more: Partial<MenuEntry> = {}): MenuEntry {
  return { id, label: `Do ${id}`, enabled: true, mark: 'none', checked: false, key: null, ...more };
}

const groups: readonly MenuGroup[] = [
  {
    title: 'File',
    sections: [
      [entry('open', { key: { accelerator: 'CmdOrCtrl+O', acts: true } }), entry('paste')],
      [entry('close', { enabled: false })],
    ],
  },
  {
    title: 'View',
    sections: [
      [entry('one', { mark: 'choice', checked: true }), entry('two', { mark: 'choice' })],
      [entry('grid', { mark: 'switch', checked: true })],
    ],
  },
  { title: 'Help', sections: [[entry('keys', { key: { accelerator: '?', acts: false } })]] },
];

function build(platform: NodeJS.Platform, sent = groups, recentImages: string[] = [], developer = true) {
  const actions = { send: vi.fn(), openRecent: vi.fn() } satisfies MenuActions;
  const menus = menuTemplate(sent, { platform, recentImages, developer }, actions);
  const flat = (items: readonly Item[]): Item[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
  return { actions, menus, items: flat(menus) };
}

/** What stands in a menu, lines as '-'. */
function words(menu: Item | undefined): string[] {
  const submenu = Array.isArray(menu?.submenu) ? menu.submenu : [];
  return submenu.map(({ type, label, role }) => (type === 'separator' ? '-' : (label ?? role ?? '')));
}

/** Template clicks take Electron's arguments; ours use none. */
function click(item: Item | undefined): void {
  Reflect.apply(item!.click!, undefined, []);
}

describe('menuTemplate', () => {
  it('puts the entries of the window first and its own beside them', () => {
    const { menus } = build('linux');
    expect(menus.map(({ label, role }) => label ?? role)).toEqual(['&File', '&Edit', '&View', '&Help']);
    expect(words(menus[0])).toEqual([
      '&Do open',
      'Do &paste',
      '&Open recent',
      '-',
      'Do &close',
      '-',
      '&Quit',
    ]);
    expect(words(menus[1])).toEqual(['&Cut', 'C&opy', '&Paste', '&Select all']);
    expect(words(menus[3])).toEqual(['&Do keys']);
  });

  it('is there before the window has sent anything', () => {
    const { menus } = build('linux', []);
    expect(menus.map(({ label }) => label)).toEqual(['&File', '&Edit', '&View']);
    expect(words(menus[0])).toEqual(['&Open recent', '-', '&Quit']);
  });

  it('has the menus that macOS expects', () => {
    const { menus } = build('darwin');
    expect(menus.map(({ label, role }) => label ?? role)).toEqual([
      'appMenu',
      'File',
      'Edit',
      'View',
      'windowMenu',
      'Help',
    ]);
  });

  it('gives every menu a letter of its own', () => {
    const every = menuTitles.map((title): MenuGroup => ({ title, sections: [[entry(title.toLowerCase())]] }));
    const letters = build('linux', every).menus.map(({ label = '' }) =>
      /&(\w)/.exec(label)?.[1]?.toLowerCase(),
    );
    expect(letters).not.toContain(undefined);
    expect(new Set(letters).size).toBe(menuTitles.length);
    expect(build('darwin', every).menus.some(({ label }) => label?.includes('&'))).toBe(false);
  });

  it('shows an & in the name of a recent image as one', () => {
    const labels = (platform: NodeJS.Platform) =>
      build(platform, groups, ['/a/salt & pepper.png']).items.map(({ label }) => label);
    expect(labels('linux')).toContain('/a/salt && pepper.png');
    expect(labels('darwin')).toContain('/a/salt & pepper.png');
  });

  it('sends the id of the entry that is chosen', () => {
    const { actions, items } = build('linux');
    click(items.find(({ id }) => id === 'paste'));
    expect(actions.send).toHaveBeenCalledExactlyOnceWith('paste');
  });

  it('turns off, checks and groups what the window says', () => {
    const { items } = build('linux');
    expect(items.find(({ id }) => id === 'close')).toMatchObject({ enabled: false });
    expect(items.find(({ id }) => id === 'one')).toMatchObject({ type: 'radio', checked: true });
    expect(items.find(({ id }) => id === 'two')).toMatchObject({ type: 'radio', checked: false });
    expect(items.find(({ id }) => id === 'grid')).toMatchObject({ type: 'checkbox', checked: true });
  });

  it('shows a key that people type with, and leaves it to the window', () => {
    const keys = (platform: NodeJS.Platform) => build(platform).items.find(({ id }) => id === 'keys');
    expect(keys('linux')).toMatchObject({ accelerator: '?', registerAccelerator: false });
    expect(keys('darwin')?.accelerator).toBeUndefined(); // macOS would take it away from text fields
    expect(build('linux').items.find(({ id }) => id === 'open')).toMatchObject({
      accelerator: 'CmdOrCtrl+O',
    });
  });

  it('opens a recent image', () => {
    const { actions, items } = build('linux', groups, ['/a/cat.png', '/b/dog.png']);
    click(items.find((item) => item.label === '/b/dog.png'));
    expect(actions.openRecent).toHaveBeenCalledWith('/b/dog.png');
  });

  it('offers developer tools to developers only', () => {
    const roles = (developer: boolean) => build('linux', [], [], developer).items.map(({ role }) => role);
    expect(roles(true)).toContain('toggleDevTools');
    expect(roles(false)).not.toContain('toggleDevTools');
  });
});

describe('sameShape', () => {
  const one = (more: Partial<MenuEntry>): MenuGroup[] => [{ title: 'File', sections: [[entry('a', more)]] }];

  it('does not see whether entries are on', () => {
    expect(sameShape(one({}), one({ enabled: false, checked: true }))).toBe(true);
  });

  it('sees other words', () => {
    expect(sameShape(one({}), one({ label: 'Do it' }))).toBe(false);
    expect(sameShape([], one({}))).toBe(false);
  });
});
