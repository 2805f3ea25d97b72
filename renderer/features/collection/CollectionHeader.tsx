/** Which folder is open, how far its counting is, and what can be done with all of it. */
import { FolderOpen } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { CommandButton } from '../../app/CommandButton.tsx';
import { useApp, useAppStore, useCommand } from '../../app/context.ts';
import { exportCollection, exploreSelected, openCollection, showLayouts } from '../../commands/collection.ts';
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { Segmented } from '../../controls/Segmented.tsx';
import { selectSelectedRows, selectFiltered } from '../../state/collection/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { folderName } from '../../words/collection-words.ts';
import { plural } from '../../../src-engine/report/units.ts';
import { CountingLine } from './CountingLine.tsx';
import { FollowNote, FollowPart } from './FollowPart.tsx';

const selectFolder = ({ collection }: AppState) => (collection.kind === 'none' ? '' : collection.folder);
const selectLayout = (state: AppState) => state.collectionLayout;
const selectColumns = (state: AppState) => state.columns;

const layouts = [
  { value: 'tiles', label: 'Pictures' },
  { value: 'rows', label: 'List' },
] as const;

export function CollectionHeader() {
  const folder = useApp(selectFolder);
  const layout = useApp(selectLayout);
  const store = useAppStore();
  const command = useCommand();
  return (
    <header className="collection-header">
      <div className="collection-title">
        <h2 title={folder}>{folderName(folder)}</h2>
        <CommandButton command={openCollection} Icon={FolderOpen} />
        <Numbers />
        <FollowPart />
      </div>
      <div className="collection-ways">
        <CommandTextButton command={exploreSelected} label="Open in Explore" />
        <MenuTrigger>
          <Button className="button" aria-label="Export">
            Export…
          </Button>
          <Popover className="popover" placement="bottom end">
            <Menu className="menu" aria-label="Export the collection">
              {exportCollection.map((each) => (
                <MenuItem key={each.id} id={each.id} className="menu-item" onAction={() => command(each)}>
                  {each.label}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
        <Segmented
          label="Layout"
          options={layouts}
          value={layout}
          onChange={(next) => {
            const chosen = showLayouts.find(({ id }) => id === `collection-${next}`);
            if (chosen === undefined) store.getState().setCollectionLayout(next);
            else command(chosen);
          }}
        />
      </div>
      <CountingLine />
      <FollowNote />
    </header>
  );
}

function Numbers() {
  const columns = useApp(selectColumns);
  const shown = useApp(selectFiltered).length;
  const selected = useApp(selectSelectedRows).length;
  const all = columns.alive.reduce((sum, alive) => sum + alive, 0);
  const words =
    shown === all ? plural(all, 'image') : `${shown.toLocaleString('en')} of ${plural(all, 'image')}`;
  return (
    <span className="muted" role="status" aria-label="Images shown">
      {words}
      {selected === 0 ? '' : ` · ${selected.toLocaleString('en')} selected`}
    </span>
  );
}
