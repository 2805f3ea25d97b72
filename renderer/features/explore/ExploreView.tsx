/** One image, its tokens, two answers. Layout only; the parts find their state themselves. */
import { useRef, type CSSProperties } from 'react';
import { useApp } from '../../app/context.ts';
import { selectPresenting } from '../../state/layout-slice.ts';
import type { ExploreLayout } from '../../state/panes.ts';
import type { AppState } from '../../state/store.ts';
import { Answers } from './Answers.tsx';
import { AskBar } from './AskBar.tsx';
import { BudgetPanel } from './BudgetPanel.tsx';
import { CostPanel } from './CostPanel.tsx';
import { EngineNotes } from './EngineNotes.tsx';
import { LayerPanel } from './LayerPanel.tsx';
import { PaneSplitter } from './PaneSplitter.tsx';
import { PictureNote } from './PictureNote.tsx';
import { PresentationWords } from './PresentationWords.tsx';
import { ReadingNote } from './ReadingNote.tsx';
import { RegionsPanel } from './regions/RegionsPanel.tsx';
import { Shelf } from './Shelf.tsx';
import { StagePanel } from './StagePanel.tsx';
import { StageToolbar } from './StageToolbar.tsx';
import { SweepPanel } from './sweep/SweepPanel.tsx';
import { TokenPanel } from './TokenPanel.tsx';
import { VideoStrip } from './VideoStrip.tsx';
import { ViewsPanel } from './ViewsPanel.tsx';
import { useExploreLayout } from './use-explore-layout.ts';
import { usePlay } from './use-play.ts';

const selectOpen = (state: AppState) => state.openPanes;

export function ExploreView() {
  const root = useRef<HTMLDivElement>(null);
  const layout = useExploreLayout(root);
  const presenting = useApp(selectPresenting);
  const open = useApp(selectOpen);
  usePlay();
  const panes = layout?.kind === 'panes' ? layout : null;
  const words = layout?.kind === 'presentation' ? layout.words : null;
  const { layers = null } = panes ?? {};
  return (
    <div ref={root} className="explore" data-layout={layout?.kind} style={sizesOf(layout)}>
      {open.shelf && !presenting ? <Shelf /> : null}
      {panes?.shelf == null ? null : <PaneSplitter name="shelf" span={panes.shelf} />}
      <section className="centre" aria-label="Image" data-layers={layers?.at}>
        {presenting ? null : <StageToolbar />}
        {presenting ? null : <ReadingNote />}
        <StagePanel />
        {presenting ? null : <VideoStrip />}
        {layers === null ? null : (
          <PaneSplitter name={layers.at === 'beside' ? 'layersBeside' : 'layersBelow'} span={layers} />
        )}
        {open.layers && !presenting ? <LayerPanel /> : null}
      </section>
      {panes?.side == null ? null : <PaneSplitter name="side" span={panes.side} />}
      {open.side && !presenting ? (
        <aside className="side" aria-label="Budget and cost">
          <BudgetPanel />
          <ViewsPanel />
          <RegionsPanel />
          <CostPanel />
          <TokenPanel />
        </aside>
      ) : null}
      {panes?.dialogue == null ? null : <PaneSplitter name="dialogue" span={panes.dialogue} />}
      {open.dialogue && !presenting ? (
        <section className="dialogue" aria-label="Question and answers">
          <AskBar />
          <PictureNote />
          <SweepPanel />
          <Answers />
          <EngineNotes />
        </section>
      ) : null}
      {presenting ? <PresentationWords at={words?.at ?? 'beside'} /> : null}
    </div>
  );
}

/** What the style sheet's grid is made of; empty while it decides by itself. */
function sizesOf(layout: ExploreLayout | null): CSSProperties {
  switch (layout?.kind) {
    case 'panes': {
      const { shelf, side, dialogue, layers } = layout;
      const px = (pane: { readonly size: number } | null) => `${pane?.size ?? 0}px`;
      return {
        '--shelf': px(shelf),
        '--side': px(side),
        '--dialogue': px(dialogue),
        '--layers': px(layers),
      };
    }
    case 'presentation':
      return layout.words.at === 'beside'
        ? { gridTemplate: `'centre words' minmax(0, 1fr) / minmax(0, 1fr) ${layout.words.size}px` }
        : { gridTemplate: `'centre' minmax(0, 1fr) 'words' ${layout.words.size}px / minmax(0, 1fr)` };
    default:
      return {};
  }
}
