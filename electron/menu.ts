/** The application menu: the window's commands as they were sent, and beside them the entries that are the shell's own. */
import type { MenuItemConstructorOptions } from 'electron';
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
    return title === 'Help' ? { role: 'help', submenu } : { label: title, submenu };
  });
  const shown = menus.filter(({ submenu }) => Array.isArray(submenu) && submenu.length > 0);
  if (!mac) return shown;
  return [{ role: 'appMenu' }, ...shown.slice(0, -1), { role: 'windowMenu' }, ...shown.slice(-1)];
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
    submenu: options.recentImages.map((path) => ({ label: path, click: () => actions.openRecent(path) })),
  };
  const developer: Item[] = options.developer ? [{ role: 'reload' }, { role: 'toggleDevTools' }] : [];
  return {
    File: {
      afterFirst: [recent],
      last: [[mac ? { role: 'close', accelerator: 'Cmd+Shift+W' } : { role: 'quit' }]],
    },
    Edit: { last: [[{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }]] },
    View: {
      last: [
        [
          { label: 'Larger text', role: 'zoomIn', accelerator: 'CmdOrCtrl+Alt+=' },
          { label: 'Smaller text', role: 'zoomOut', accelerator: 'CmdOrCtrl+Alt+-' },
          { label: 'Normal text', role: 'resetZoom', accelerator: 'CmdOrCtrl+Alt+0' },
        ],
        [{ role: 'togglefullscreen' }],
        developer,
      ],
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
