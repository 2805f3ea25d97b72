/** Beside the presented picture, large enough for the last row: what is shown, how many tokens it keeps, question and answers. */
import { X } from 'lucide-react';
import { CommandButton } from '../../app/CommandButton.tsx';
import { useApp } from '../../app/context.ts';
import { endPresentation } from '../../commands/layout.ts';
import { overlayMode } from '../../../src-engine/overlay/modes.ts';
import { methodOf } from '../../../src-engine/reduction/methods.ts';
import { formatPercent } from '../../../src-engine/report/units.ts';
import { tokensAt } from '../../overlay/overlay-model.ts';
import { displayedOf, textOf, type Run } from '../../state/run.ts';
import { selectAnswers, selectImage, selectLayer, selectShown, selectView } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';

const selectOverlay = (state: AppState) => state.choices.overlay;

export function PresentationWords({ at }: { readonly at: 'beside' | 'below' }) {
  const image = useApp(selectImage);
  const overlay = useApp(selectOverlay);
  const { full, merged } = useApp(selectAnswers);
  const question = (displayedOf(merged) ?? displayedOf(full))?.asked.question;
  return (
    <section className="present" aria-label="Presentation" data-at={at}>
      <header>
        <h1>{image?.name ?? 'No picture'}</h1>
        <CommandButton command={endPresentation} Icon={X} size="1.25rem" />
      </header>
      <Tokens />
      <p className="present-overlay">{overlayMode(overlay).what}</p>
      {question === undefined ? null : (
        <div className="present-answers selectable">
          <p className="present-question">{question}</p>
          <Answer title="All tokens" run={full} />
          <Answer title="Merged tokens" run={merged} />
        </div>
      )}
    </section>
  );
}

function Tokens() {
  const shown = useApp(selectShown);
  const view = useApp(selectView);
  const layer = useApp(selectLayer);
  if (shown === null || view === null || layer === null) return null;
  const last = view.countsPerLayer.length;
  const { tokens, fullTokens } = shown.encoding;
  return layer === last ? (
    <p className="present-tokens">
      <strong>{tokens}</strong> of {fullTokens} tokens · {formatPercent(tokens / fullTokens)}
    </p>
  ) : (
    <p className="present-tokens">
      <strong>{tokensAt(view, layer)}</strong> tokens{' '}
      {layer === 0 ? 'before layer 1' : `after layer ${layer} of ${last}`}
    </p>
  );
}

function Answer({ title, run }: { readonly title: string; readonly run: Run }) {
  const text = textOf(run).trim();
  const standing = displayedOf(run);
  if (text === '') return null;
  return (
    <section aria-label={title}>
      <h2>{standing === null ? title : methodOf(standing.asked.reduction).tokens}</h2>
      <p>{text}</p>
    </section>
  );
}
