/** The top bar: what runs, on what, and the window's own switches. */
import { CircleHelp, FolderOpen, ImagePlus, Monitor, Moon, Redo2, Sun, Undo2 } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { IconButton } from '../controls/IconButton.tsx';
import { useApp, useAppStore, useCommand } from '../app/context.ts';
import { selectModelInfo } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { DeviceChip } from './DeviceChip.tsx';

const selectModel = (state: AppState) => state.model;
const selectTheme = (state: AppState) => state.theme;
const selectCanUndo = (state: AppState) => state.history.past.length > 0;
const selectCanRedo = (state: AppState) => state.history.future.length > 0;

export function TopBar() {
  const command = useCommand();
  return (
    <header className="top-bar">
      <h1 className="brand">DyMU Explorer</h1>
      <ModelChip />
      <DeviceChip />
      <div className="top-bar-right">
        <IconButton
          label="Undo"
          keys="Ctrl Z"
          onPress={() => command('undo')}
          isDisabled={!useApp(selectCanUndo)}
        >
          <Undo2 aria-hidden size="1rem" />
        </IconButton>
        <IconButton
          label="Redo"
          keys="Ctrl Shift Z"
          onPress={() => command('redo')}
          isDisabled={!useApp(selectCanRedo)}
        >
          <Redo2 aria-hidden size="1rem" />
        </IconButton>
        <span className="bar-gap" />
        <IconButton label="Open images" keys="Ctrl O" onPress={() => command('open-images')}>
          <ImagePlus aria-hidden size="1rem" />
        </IconButton>
        <IconButton
          label="Open a folder of images"
          keys="Ctrl Shift O"
          onPress={() => command('open-folder')}
        >
          <FolderOpen aria-hidden size="1rem" />
        </IconButton>
        <span className="bar-gap" />
        <ThemeMenu />
        <IconButton label="Keys" keys="?" onPress={() => command('show-keys')}>
          <CircleHelp aria-hidden size="1rem" />
        </IconButton>
      </div>
    </header>
  );
}

function ModelChip() {
  const model = useApp(selectModel);
  const info = useApp(selectModelInfo);
  const command = useCommand();
  const loading = model.kind === 'loading' || model.kind === 'none';
  return (
    <Button
      className="chip"
      onPress={() => command('show-models')}
      aria-label={modelWords(info?.name, loading)}
    >
      <span className="muted">Model</span>
      {info === null ? (
        <span className="muted">{model.kind === 'failed' ? 'none loaded' : 'loading…'}</span>
      ) : (
        <>
          <strong>{info.name}</strong>
          <span className="muted chip-more">
            {info.tokensPerView} tokens · {info.precision}
          </span>
        </>
      )}
    </Button>
  );
}

function modelWords(name: string | undefined, loading: boolean): string {
  if (name === undefined) return loading ? 'Model: loading' : 'Model: none loaded';
  return `Model: ${name}. Open Models`;
}

const themes = [
  { id: 'system', label: 'Follow the system', Icon: Monitor },
  { id: 'light', label: 'Light', Icon: Sun },
  { id: 'dark', label: 'Dark', Icon: Moon },
] as const;

function ThemeMenu() {
  const theme = useApp(selectTheme);
  const store = useAppStore();
  const { Icon } = themes.find(({ id }) => id === theme) ?? themes[0];
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label="Theme">
        <Icon aria-hidden size="1rem" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" selectionMode="single" selectedKeys={[theme]} aria-label="Theme">
          {themes.map(({ id, label, Icon: ItemIcon }) => (
            <MenuItem key={id} id={id} className="menu-item" onAction={() => store.getState().setTheme(id)}>
              <ItemIcon aria-hidden size="1rem" />
              {label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
