/** The right side: budget and plan, the two figures, comparison, tags, calibration, and what cannot be read. */
import { useApp } from '../../app/context.ts';
import type { AppState } from '../../state/store.ts';
import { BudgetPart } from './BudgetPart.tsx';
import { CalibratePart } from './CalibratePart.tsx';
import { ComparePart } from './ComparePart.tsx';
import { FiguresPart } from './FiguresPart.tsx';
import { TagsPart } from './TagsPart.tsx';
import { UnreadablePart } from './UnreadablePart.tsx';

const selectEmpty = (state: AppState) => state.columns.rows === 0;

export function CollectionSide() {
  const empty = useApp(selectEmpty);
  return (
    <div className="collection-side">
      {empty ? null : (
        <>
          <BudgetPart />
          <FiguresPart />
          <ComparePart />
          <TagsPart />
          <CalibratePart />
        </>
      )}
      <UnreadablePart />
    </div>
  );
}
