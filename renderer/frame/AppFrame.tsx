/** The window: rail, top bar, the open view, the bottom line. */
import { useRef } from 'react';
import type { DymuBridge } from '../../electron/bridge.ts';
import { useCommands, useTransfer } from '../app/use-commands.ts';
import { useFocusKept } from '../app/use-focus-kept.ts';
import { useMotion } from '../app/use-motion.ts';
import { useTitle } from '../app/use-title.ts';
import { useTheme } from '../app/use-theme.ts';
import { CollectionView } from '../features/collection/CollectionView.tsx';
import { EvaluateView } from '../features/evaluate/EvaluateView.tsx';
import { ExploreView } from '../features/explore/ExploreView.tsx';
import { ModelsView } from '../features/models/ModelsView.tsx';
import { useApp } from '../app/context.ts';
import type { View } from '../state/frame-slice.ts';
import { selectPresenting } from '../state/layout-slice.ts';
import type { AppState } from '../state/store.ts';
import { AboutDialog } from './AboutDialog.tsx';
import { Banner } from './Banner.tsx';
import { ViewBoundary } from './Boundary.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { GuideDialog } from './guide/GuideDialog.tsx';
import { JobsDialog } from './JobsDialog.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { MessagesDialog } from './MessagesDialog.tsx';
import { Notices } from './Notices.tsx';
import { Popups } from './Popups.tsx';
import { SettingsDialog } from './settings/SettingsDialog.tsx';
import { Rail } from './Rail.tsx';
import { SaveSessionDialog } from './SaveSessionDialog.tsx';
import { SendDialog } from './SendDialog.tsx';
import { StatusLine } from './StatusLine.tsx';
import { ThresholdsDialog } from './ThresholdsDialog.tsx';
import { Tour } from './tour/Tour.tsx';
import { TopBar } from './TopBar.tsx';
import { UpdatesDialog } from './UpdatesDialog.tsx';

const selectViewName = (state: AppState) => state.view;

export function AppFrame({ bridge }: { readonly bridge: DymuBridge }) {
  useTheme();
  useMotion();
  useTitle();
  useCommands(bridge);
  const main = useRef<HTMLElement>(null);
  useFocusKept(main);
  const dragging = useTransfer();
  const view = useApp(selectViewName);
  const presenting = useApp(selectPresenting);
  return (
    <Popups>
      <div className="frame" data-presenting={presenting || undefined}>
        {presenting ? null : <TopBar />}
        <Banner />
        {presenting ? null : <Rail />}
        <main className="view" aria-label={view} tabIndex={-1} ref={main}>
          <ViewBoundary view={view}>
            <OpenView view={view} />
          </ViewBoundary>
        </main>
        <Notices />
        {presenting ? null : <StatusLine />}
        <KeysDialog />
        <CommandPalette />
        <MessagesDialog />
        <UpdatesDialog />
        <JobsDialog />
        <SendDialog />
        <AboutDialog />
        <SaveSessionDialog />
        <ExportDialog />
        <ThresholdsDialog />
        <GuideDialog />
        <SettingsDialog />
        <Tour />
        {dragging ? (
          <div className="drop-veil" aria-hidden>
            <p>{view === 'evaluate' ? 'Drop a file or folder of questions' : 'Drop images to open them'}</p>
          </div>
        ) : null}
      </div>
    </Popups>
  );
}

function OpenView({ view }: { readonly view: View }) {
  switch (view) {
    case 'explore':
      return <ExploreView />;
    case 'models':
      return <ModelsView />;
    case 'collection':
      return <CollectionView />;
    case 'evaluate':
      return <EvaluateView />;
  }
}
