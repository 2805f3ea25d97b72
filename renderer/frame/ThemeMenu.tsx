/** Light, dark, or as the system has it. */
import { Monitor, Moon, Sun } from 'lucide-react';
import { Menu, MenuItem } from 'react-aria-components';
import { useApp, useAppStore } from '../app/context.ts';
import { MenuButton } from '../app/MenuButton.tsx';
import type { AppState } from '../state/store.ts';

const selectTheme = (state: AppState) => state.theme;

const themes = [
  { id: 'system', label: 'Follow the system', Icon: Monitor },
  { id: 'light', label: 'Light', Icon: Sun },
  { id: 'dark', label: 'Dark', Icon: Moon },
] as const;

export function ThemeMenu() {
  const theme = useApp(selectTheme);
  const store = useAppStore();
  const { Icon } = themes.find(({ id }) => id === theme) ?? themes[0];
  return (
    <MenuButton label="Theme" Icon={Icon}>
      <Menu className="menu" selectionMode="single" selectedKeys={[theme]} aria-label="Theme">
        {themes.map(({ id, label, Icon: ItemIcon }) => (
          <MenuItem key={id} id={id} className="menu-item" onAction={() => store.getState().setTheme(id)}>
            <ItemIcon aria-hidden size="1rem" />
            {label}
          </MenuItem>
        ))}
      </Menu>
    </MenuButton>
  );
}
