/** What the top bar has no room for, where the window is narrow or its text is large. */
import { Ellipsis } from 'lucide-react';
import { CommandMenu } from '../app/CommandMenu.tsx';
import { MenuButton } from '../app/MenuButton.tsx';
import { openFolder, openImages } from '../commands/files.ts';
import { showKeys } from '../commands/help.ts';
import { present, togglePanes } from '../commands/layout.ts';
import { chooseTheme } from '../commands/view.ts';

const sections = [
  [openImages, openFolder],
  [togglePanes.shelf],
  [togglePanes.dialogue],
  [togglePanes.side],
  [present],
  chooseTheme,
  [showKeys],
];

export function MoreActions() {
  return (
    <MenuButton label="More actions" Icon={Ellipsis} className="more-actions">
      <CommandMenu label="More actions" sections={sections} />
    </MenuButton>
  );
}
