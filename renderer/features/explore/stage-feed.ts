/** Hands the state and the pointer to the stage as scenes, without React in between: pointer, slider and layers move at the pace of the screen. */
import { overlayMode } from '../../../src-engine/overlay/modes.ts';
import { selectLayer, selectNewest, selectNewestView, selectOpacity } from '../../state/selectors.ts';
import type { AppState, AppStore } from '../../state/store.ts';
import { createOverlayBuilder } from '../../overlay/overlay-builder.ts';
import { coloursOf } from '../../overlay/pixels.ts';
import type { Hover } from '../../state/hover.ts';
import type { Stage, StageScene } from '../../overlay/stage.ts';

/** Ends with the function that it returns. */
export function feedStage(store: AppStore, hover: Hover, stage: Pick<Stage, 'update'>): () => void {
  const build = createOverlayBuilder(coloursOf);
  const sceneOf = (state: AppState): StageScene => {
    const { picture, choices, cursor } = state;
    const ready = picture.kind === 'ready' && picture.imageId === choices.selected ? picture.picture : null;
    // Of a picture that has just been turned there may be tokens as it stood before.
    const same = picture.kind !== 'ready' || picture.reading === selectNewest(state)?.reading;
    return {
      picture: ready,
      model: build(same ? selectNewestView(state) : null, selectLayer(state), ready),
      overlay: overlayMode(choices.overlay),
      opacity: selectOpacity(state),
      pin: choices.pin,
      hover: hover.getState(),
      cursor,
    };
  };
  let scene = sceneOf(store.getState());
  const show = (next: StageScene) => stage.update((scene = next));
  show(scene);
  const stops = [
    store.subscribe((state) => show(sceneOf(state))),
    hover.subscribe((patch) => show({ ...scene, hover: patch })),
  ];
  return () => stops.forEach((stop) => stop());
}
