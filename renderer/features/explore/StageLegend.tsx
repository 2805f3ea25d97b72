/** What the colours of the overlay mean, in a corner of the stage; nothing where they need no words. */
import { useMemo } from 'react';
import { overlayMode } from '../../../src-engine/overlay/modes.ts';
import { useApp } from '../../app/context.ts';
import { gridOf } from '../../overlay/overlay-model.ts';
import { selectView } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';

const selectOverlay = (state: AppState) => state.choices.overlay;

export function StageLegend() {
  const view = useApp(selectView);
  const overlay = useApp(selectOverlay);
  const legend = useMemo(
    () => (view === null ? null : overlayMode(overlay).legend(gridOf(view))),
    [view, overlay],
  );
  if (legend === null) return null;
  return (
    <figure className="stage-legend" aria-label={`Legend: ${legend.title}`}>
      <figcaption>{legend.title}</figcaption>
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
