/** What the colours of the overlay mean, in a corner of the stage; nothing where they need no words. */
import { useMemo } from 'react';
import { overlayMode } from '../../../src-engine/overlay/modes.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import { useApp } from '../../app/context.ts';
import { gridOf } from '../../overlay/overlay-model.ts';
import { selectScoresWanted, selectShown, selectView } from '../../state/selectors.ts';
import { whyNoScores } from '../../words/score-words.ts';
import type { AppState } from '../../state/store.ts';

const selectOverlay = (state: AppState) => state.choices.overlay;
const selectWhyNoScores = (state: AppState) => {
  const needed = overlayMode(state.choices.overlay).needs === 'scores';
  return needed ? whyNoScores(selectShown(state), selectView(state), selectScoresWanted(state)) : null;
};

export function StageLegend() {
  const view = useApp(selectView);
  const overlay = useApp(selectOverlay);
  const legend = useMemo(
    () => (view === null ? null : overlayMode(overlay).legend(gridOf(view))),
    [view, overlay],
  );
  const missing = useApp(selectWhyNoScores);
  if (legend === null) return null;
  if (missing !== null) return <p className="stage-legend">{missing}</p>;
  return (
    <figure className="stage-legend" aria-label={`Legend: ${legend.title}`}>
      <figcaption>
        {legend.title}
        {overlayMode(overlay).needs === 'scores' ? <TermHelp id="threshold" /> : null}
      </figcaption>
      <ul>
        {legend.steps.map(({ colour, text }) => (
          <li key={text}>
            <span className="legend-swatch" style={{ '--swatch': colour }} aria-hidden />
            {text}
          </li>
        ))}
      </ul>
    </figure>
  );
}
