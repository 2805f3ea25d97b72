/** The menu on screen: built anew when its words change, switched in place when only entries go on and off, so that an open menu stays open. */
import { Menu } from 'electron';
import type { MenuGroup } from './menu-schema.ts';
import { menuTemplate, sameShape, type MenuActions, type MenuOptions } from './menu.ts';

export interface MenuBar {
  readonly show: (groups: readonly MenuGroup[]) => void;
  /** The list of recent images has changed. */
  readonly rebuild: () => void;
}

export function createMenuBar(options: () => MenuOptions, actions: MenuActions): MenuBar {
  let groups: readonly MenuGroup[] = [];

  function rebuild(): void {
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(groups, options(), actions)));
  }

  function switchEntries(): void {
    const menu = Menu.getApplicationMenu();
    for (const { id, enabled, mark, checked } of groups.flatMap(({ sections }) => sections.flat())) {
      const item = menu?.getMenuItemById(id);
      if (!item) continue;
      item.enabled = enabled;
      // Writing to a radio item always checks it, whatever is written.
      if (mark === 'switch' || (mark === 'choice' && checked)) item.checked = checked;
    }
  }

  return {
    show: (next) => {
      const same = sameShape(groups, next);
      groups = next;
      if (same) switchEntries();
      else rebuild();
    },
    rebuild,
  };
}
