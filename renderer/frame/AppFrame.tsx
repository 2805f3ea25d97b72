/** The window: rail, top bar, the open view, the bottom line. */
import type { DymuBridge } from '../../electron/bridge.ts';
import { useCommands, useTransfer } from '../hooks/use-commands.ts';
import { useTheme } from '../hooks/use-theme.ts';
import { ExploreView } from '../features/explore/ExploreView.tsx';
import { ModelsView } from '../features/models/ModelsView.tsx';
import { useApp } from '../app/context.ts';
import type { View } from '../state/frame-slice.ts';
import type { AppState } from '../state/store.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { LaterView } from './LaterView.tsx';
import { Banner, Notices } from './Notices.tsx';
import { Rail } from './Rail.tsx';
import { StatusLine } from './StatusLine.tsx';
import { TopBar } from './TopBar.tsx';

const selectViewName = (state: AppState) => state.view;

export function AppFrame({ bridge }: { readonly bridge: DymuBridge }) {
  useTheme();
  useCommands(bridge);
  const dragging = useTransfer();
  const view = useApp(selectViewName);
  return (
    <div className="frame">
      <TopBar />
      <Banner />
      <Rail />
      <main className="view" aria-label={view}>
        <OpenView view={view} />
      </main>
      <Notices />
      <StatusLine />
      <KeysDialog />
      {dragging ? (
        <div className="drop-veil" aria-hidden>
          <p>Drop images to open them</p>
        </div>
      ) : null}
    </div>
  );
}

function OpenView({ view }: { readonly view: View }) {
  switch (view) {
    case 'explore':
      return <ExploreView />;
    case 'models':
      return <ModelsView />;
    case 'collection':
      return (
        <LaterView
          title="Collection"
          sentence="A folder of images as a sortable grid, each with the tokens it keeps, will open here in a later version; until then, open single images in Explore."
        />
      );
    case 'evaluate':
      return (
        <LaterView
          title="Evaluate"
          sentence="Question sets with accuracy against tokens will run here in a later version; until then, the command dymu eval does it in a terminal."
        />
      );
  }
}
