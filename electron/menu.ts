/** The application menu: the window's commands as they were sent, and beside them the entries that are the shell's own. */
import type { MenuItemConstructorOptions } from 'electron';
import { plainLabel, withLetters } from './menu-letters.ts';
import { menuTitles, type MenuEntry, type MenuGroup, type MenuTitle } from './menu-schema.ts';

export interface MenuActions {
  /** A command of the window was chosen. */
  readonly send: (id: string) => void;
  readonly openRecent: (path: string) => void;
}

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly recentImages: readonly string[];
  /** Reload and developer tools. */
  readonly developer: boolean;
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

/** The letter after & opens the menu with Alt; each has its own. macOS has none. */
const mnemonics: Readonly<Record<MenuTitle, string>> = {
  File: '&File',
  Edit: '&Edit',
  View: '&View',
  Picture: '&Picture',
  Tokens: '&Tokens',
  Question: '&Question',
  Collection: '&Collection',
  Evaluation: 'Ev&aluation',
  Help: '&Help',
};

/** Without groups, before the window has sent any, it holds what the shell has. */
export function menuTemplate(
  groups: readonly MenuGroup[],
  options: MenuOptions,
  actions: MenuActions,
): Item[] {
  const mac = options.platform === 'darwin';
  const own = ownEntries(options, actions);
  const menus = menuTitles.map((title): Item => {
    const sections = groups.find((group) => group.title === title)?.sections ?? [];
    const sent = sections.map((section) => section.map((entry) => itemOf(entry, mac, actions)));
    const [first = [], ...others] = sent;
    const { afterFirst = [], last = [] } = own[title] ?? {};
    const parts = [[...first, ...afterFirst], ...others, ...last].filter((part) => part.length > 0);
    const submenu = parts.flatMap((part, i) => (i === 0 ? part : [line, ...part]));
    const label = mac ? title : mnemonics[title];
    const entries = mac ? submenu : lettered(submenu);
    return title === 'Help' ? { role: 'help', label, submenu: entries } : { label, submenu: entries };
  });
  const shown = menus.filter(({ submenu }) => Array.isArray(submenu) && submenu.length > 0);
  if (!mac) return shown;
  return [{ role: 'appMenu' }, ...shown.slice(0, -1), { role: 'windowMenu' }, ...shown.slice(-1)];
}

/** Each entry of an open menu by a letter of its own. */
function lettered(items: readonly Item[]): Item[] {
  const labels = withLetters(items.map(({ label = '' }) => label));
  return items.map((item, at) => (item.label === undefined ? item : { ...item, label: labels[at] ?? '' }));
}

interface OwnEntries {
  readonly afterFirst?: readonly Item[];
  readonly last?: readonly (readonly Item[])[];
}

function ownEntries(options: MenuOptions, actions: MenuActions): Partial<Record<MenuTitle, OwnEntries>> {
  const mac = options.platform === 'darwin';
  const recent: Item = {
    label: 'Open recent',
    enabled: options.recentImages.length > 0,
    submenu: options.recentImages.map((path) => ({
      label: mac ? path : plainLabel(path),
      click: () => actions.openRecent(path),
    })),
  };
  const developer: Item[] = options.developer
    ? [
        { role: 'reload', label: 'Reload' },
        { role: 'toggleDevTools', label: 'Developer tools' },
      ]
    : [];
  return {
    File: {
      afterFirst: [recent],
      last: [[mac ? { role: 'close', accelerator: 'Cmd+Shift+W' } : { role: 'quit', label: 'Quit' }]],
    },
    Edit: {
      last: [
        [
          { role: 'cut', label: 'Cut' },
          { role: 'copy', label: 'Copy' },
          { role: 'paste', label: 'Paste' },
          { role: 'selectAll', label: 'Select all' },
        ],
      ],
    },
    View: {
      last: [[{ role: 'togglefullscreen', label: 'Full screen' }], developer],
    },
  };
}

function itemOf(entry: MenuEntry, mac: boolean, actions: MenuActions): Item {
  const { id, label, enabled, mark, checked, key } = entry;
  const item: Item = { id, label, enabled, click: () => actions.send(id) };
  const marked: Item =
    mark === 'none' ? item : { ...item, type: mark === 'choice' ? 'radio' : 'checkbox', checked };
  if (key === null) return marked;
  if (key.acts) return { ...marked, accelerator: key.accelerator };
  // macOS would take a key that is only shown away from text fields.
  return mac ? marked : { ...marked, accelerator: key.accelerator, registerAccelerator: false };
}

/** Whether two menus differ in nothing but which entries are on: then the one on screen can be changed in place. */
export function sameShape(a: readonly MenuGroup[], b: readonly MenuGroup[]): boolean {
  const shape = (groups: readonly MenuGroup[]) =>
    JSON.stringify(groups, (key, value: unknown) =>
      key === 'enabled' || key === 'checked' ? undefined : value,
    );
  return shape(a) === shape(b);
}
