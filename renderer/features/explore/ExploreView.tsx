/** One image, its tokens, two answers. Layout only; the parts find their state themselves. */
import { Answers } from './Answers.tsx';
import { AskBar } from './AskBar.tsx';
import { BudgetPanel } from './BudgetPanel.tsx';
import { CostPanel } from './CostPanel.tsx';
import { EngineNotes } from './EngineNotes.tsx';
import { LayerPanel } from './LayerPanel.tsx';
import { PictureNote } from './PictureNote.tsx';
import { ReadingNote } from './ReadingNote.tsx';
import { Shelf } from './Shelf.tsx';
import { StagePanel } from './StagePanel.tsx';
import { StageToolbar } from './StageToolbar.tsx';
import { TokenPanel } from './TokenPanel.tsx';

export function ExploreView() {
  return (
    <div className="explore">
      <Shelf />
      <section className="centre" aria-label="Image">
        <StageToolbar />
        <ReadingNote />
        <StagePanel />
        <LayerPanel />
      </section>
      <aside className="side" aria-label="Budget and cost">
        <BudgetPanel />
        <CostPanel />
        <TokenPanel />
      </aside>
      <section className="dialogue" aria-label="Question and answers">
        <AskBar />
        <PictureNote />
        <Answers />
        <EngineNotes />
      </section>
    </div>
  );
}
