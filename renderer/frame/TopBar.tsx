/** The top bar: what runs, on what, and the window's own switches. */
import {
  CircleHelp,
  FolderOpen,
  ImagePlus,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Presentation,
  Redo2,
  Search,
  Undo2,
} from 'lucide-react';
import { Button } from 'react-aria-components';
import { CommandButton } from '../app/CommandButton.tsx';
import { redo, undo } from '../commands/edit.ts';
import { openFolder, openImages } from '../commands/files.ts';
import { showCommands, showKeys } from '../commands/help.ts';
import { isMac, spokenKey } from '../commands/keys.ts';
import { present, togglePanes } from '../commands/layout.ts';
import { showViews } from '../commands/view.ts';
import { useApp, useCommand } from '../app/context.ts';
import { selectModelInfo } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { TourOffer } from './tour/TourOffer.tsx';
import { DeviceChip } from './DeviceChip.tsx';
import { MoreActions } from './MoreActions.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';

const selectModel = (state: AppState) => state.model;
const selectExploring = (state: AppState) => state.view === 'explore';

export function TopBar() {
  return (
    <header className="top-bar">
      <h1 className="brand">DyMU Explorer</h1>
      <ModelChip />
      <DeviceChip />
      <TourOffer />
      <div className="top-bar-right">
        <CommandsButton />
        <span className="bar-gap" />
        <CommandButton command={undo} Icon={Undo2} />
        <CommandButton command={redo} Icon={Redo2} />
        <div className="bar-wide">
          <span className="bar-gap" />
          <CommandButton command={openImages} Icon={ImagePlus} />
          <CommandButton command={openFolder} Icon={FolderOpen} />
          <span className="bar-gap" />
          <LayoutButtons />
          <ThemeMenu />
          <CommandButton command={showKeys} Icon={CircleHelp} />
        </div>
        <MoreActions />
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
    <Button
      className="commands-button"
      aria-label="Commands" // where there is no room the word is not there
      onPress={() => command(showCommands)}
    >
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
