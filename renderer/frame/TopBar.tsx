/** The top bar: what runs, on what, and the window's own switches. */
import {
  CircleHelp,
  FolderOpen,
  ImagePlus,
  Monitor,
  Moon,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Presentation,
  Redo2,
  Search,
  Sun,
  Undo2,
} from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { CommandButton } from '../app/CommandButton.tsx';
import { redo, undo } from '../commands/edit.ts';
import { openFolder, openImages } from '../commands/files.ts';
import { showCommands, showKeys } from '../commands/help.ts';
import { isMac, spokenKey } from '../commands/keys.ts';
import { present, togglePanes } from '../commands/layout.ts';
import { showViews } from '../commands/view.ts';
import { useApp, useAppStore, useCommand } from '../app/context.ts';
import { selectModelInfo } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { DeviceChip } from './DeviceChip.tsx';

const selectModel = (state: AppState) => state.model;
const selectTheme = (state: AppState) => state.theme;
const selectExploring = (state: AppState) => state.view === 'explore';

export function TopBar() {
  return (
    <header className="top-bar">
      <h1 className="brand">DyMU Explorer</h1>
      <ModelChip />
      <DeviceChip />
      <div className="top-bar-right">
        <CommandsButton />
        <span className="bar-gap" />
        <CommandButton command={undo} Icon={Undo2} />
        <CommandButton command={redo} Icon={Redo2} />
        <span className="bar-gap" />
        <CommandButton command={openImages} Icon={ImagePlus} />
        <CommandButton command={openFolder} Icon={FolderOpen} />
        <span className="bar-gap" />
        <LayoutButtons />
        <ThemeMenu />
        <CommandButton command={showKeys} Icon={CircleHelp} />
      </div>
    </header>
  );
}

/** Which panes of Explore are open; other views have none. */
function LayoutButtons() {
  if (!useApp(selectExploring)) return null;
  return (
    <>
      <CommandButton command={togglePanes.shelf} Icon={PanelLeft} />
      <CommandButton command={togglePanes.dialogue} Icon={PanelBottom} />
      <CommandButton command={togglePanes.side} Icon={PanelRight} />
      <CommandButton command={present} Icon={Presentation} />
      <span className="bar-gap" />
    </>
  );
}

const paletteKey = showCommands.keys?.[0];

function CommandsButton() {
  const command = useCommand();
  return (
    <Button className="commands-button" onPress={() => command(showCommands)}>
      <Search aria-hidden size="0.875rem" />
      <span>Commands</span>
      {paletteKey === undefined ? null : <kbd aria-hidden>{spokenKey(paletteKey, isMac())}</kbd>}
    </Button>
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
      onPress={() => command(showViews.models)}
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
