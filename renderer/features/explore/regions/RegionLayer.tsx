/** The regions over the picture: makes their canvas' behaviour, lets the state feed it, and takes the pen's keys. Stands inside the stage. */
import { useEffect, useRef } from 'react';
import { useAppStore } from '../../../app/context.ts';
import { createRegionStage, type RegionScene } from '../../../overlay/regions/region-stage.ts';
import type { Sight } from '../../../overlay/sight.ts';
import { spendOf } from '../../../state/regions/budgets.ts';
import { dropDraft, handDown, handMove, handUp } from '../../../state/regions/hand.ts';
import { followCursor, penKey } from '../../../state/regions/keys.ts';
import { selectPictureSize, selectRegions, whyNotSteer } from '../../../state/regions/selectors.ts';
import { selectModelInfo } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';

const nothing: RegionScene = { regions: [], selected: -1 };

function sceneOf(state: AppState): RegionScene {
  if (selectPictureSize(state) === null || whyNotSteer(state) !== null) return nothing;
  const info = selectModelInfo(state);
  const { regionDraft, regionSelected } = state;
  const regions = selectRegions(state).map(({ shape, budget }, i) => ({
    shape,
    spending: spendOf(budget, info),
    label: `${i + 1}`,
  }));
  const fresh = regionDraft?.index === null && regionDraft.shape !== null;
  return { regions, selected: fresh ? regions.length - 1 : (regionSelected ?? -1) };
}

/** What the scene is made of: most changes of the state, such as the pointer's, change none of it. */
function partsOf(state: AppState): readonly unknown[] {
  return [
    selectRegions(state),
    state.regionSelected,
    state.regionDraft,
    state.picture,
    state.model,
    selectPictureSize(state),
    whyNotSteer(state),
  ];
}

export function RegionLayer({ sight }: { readonly sight: Sight }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useAppStore();
  useEffect(() => {
    const host = canvas.current?.parentElement;
    if (!canvas.current || !host) return;
    const stage = createRegionStage({ host, canvas: canvas.current }, sight, {
      down: (at, reach) => handDown(store, at, reach),
      move: (at) => handMove(store, at),
      up: () => handUp(store),
      cancel: () => dropDraft(store),
    });
    const show = () => {
      stage.update(sceneOf(store.getState()));
      host.dataset['tool'] = store.getState().regionTool ?? '';
    };
    show();
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !penKey(store, event.key)) return;
      event.preventDefault();
      event.stopPropagation(); // Enter would pin
    };
    host.addEventListener('keydown', onKey, { capture: true });
    const stops = [
      store.subscribe((state) => [...partsOf(state), state.regionTool], show, {
        equalityFn: (a, b) => a.every((part, i) => part === b[i]),
      }),
      followCursor(store),
      () => host.removeEventListener('keydown', onKey, { capture: true }),
    ];
    return () => {
      stops.forEach((stop) => stop());
      stage.destroy();
    };
  }, [store, sight]);
  return <canvas ref={canvas} className="region-canvas" aria-hidden />;
}
