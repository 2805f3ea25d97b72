/** Tokens against complexity, and how many images have how many tokens: a brush in either selects, and so do the fields. */
import { useApp, useAppStore } from '../../app/context.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import { brush } from '../../state/collection/acts.ts';
import {
  selectNotJpeg,
  selectRelation,
  selectSelectionPlan,
  selectUnit,
} from '../../state/collection/selectors.ts';
import { isOpen, openRange, type Brush } from '../../state/collection/selection.ts';
import type { AppState } from '../../state/store.ts';
import { planSentence, relationWords, unitHeading } from '../../words/collection-words.ts';
import { RangeFields } from './RangeFields.tsx';
import { Scatter } from './Scatter.tsx';
import { TokensHistogram } from './TokensHistogram.tsx';

const selectBrush = (state: AppState) => state.collectionChoices.brush;

export function FiguresPart() {
  const store = useAppStore();
  const others = useApp(selectNotJpeg);
  const unit = useApp(selectUnit);
  const area = useApp(selectBrush) ?? { tokens: openRange, bytesPerPixel: openRange };
  const set = (next: Brush) => brush(store, isOpen(next) ? null : next, 'brush-fields');
  return (
    <section className="panel" aria-labelledby="collection-figures">
      <header>
        <h2 id="collection-figures">{unitHeading(unit)} against complexity</h2>
        <TermHelp id="complexity" />
      </header>
      <Scatter />
      <Relation />
      {others === 0 ? null : (
        <p className="muted collection-small">
          {others.toLocaleString('en')} of these are no JPEG files: their bytes per pixel say something else.
        </p>
      )}
      <TokensHistogram />
      <div className="collection-brush">
        <RangeFields
          label={`Select ${unit}`}
          range={area.tokens}
          onChange={(tokens) => set({ ...area, tokens })}
        />
        <RangeFields
          label="Select bytes per pixel"
          range={area.bytesPerPixel}
          onChange={(bytesPerPixel) => set({ ...area, bytesPerPixel })}
        />
      </div>
      <SelectedPlan />
    </section>
  );
}

/** Alone moves with the budget, beside the figures themselves. */
function Relation() {
  const relation = useApp(selectRelation);
  return (
    <p className="collection-small selectable" role="status" aria-label="Correlation">
      {relationWords(relation)}
    </p>
  );
}

/** Below the figures, so that they stay where they are while somebody drags over them. */
function SelectedPlan() {
  const selected = useApp(selectSelectionPlan);
  const unit = useApp(selectUnit);
  return (
    <p className="collection-small selectable" role="status" aria-label="Plan of the selected">
      {selected === null ? 'No image is selected.' : planSentence(selected, unit, 'The selected')}
    </p>
  );
}
