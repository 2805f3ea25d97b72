/** The overlay's model for the layer on screen, kept while nothing that it depends on changes. */
import { useMemo, useRef } from 'react';
import { buildOverlay, type OverlayModel } from '../overlay/overlay-model.ts';
import { coloursOf } from '../overlay/pixels.ts';
import { useApp } from '../state/context.ts';
import { selectLayer, selectView } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';

const selectPicture = (state: AppState) => state.picture;
const selectSelected = (state: AppState) => state.choices.selected;

export function useOverlayModel(): OverlayModel | null {
  const view = useApp(selectView);
  const layer = useApp(selectLayer);
  const pictureState = useApp(selectPicture);
  const selected = useApp(selectSelected);
  const picture =
    pictureState.kind === 'ready' && pictureState.imageId === selected ? pictureState.picture : null;

  const region = view?.region;
  const [rows, columns] = view?.grid ?? [0, 0];
  const { x, y, width, height } = region ?? { x: 0, y: 0, width: 0, height: 0 };
  // By value: every encoding brings a new region object, and summing pixels is the dearest step.
  const colours = useMemo(
    () =>
      picture === null || rows === 0 ? null : coloursOf(picture, { x, y, width, height }, { rows, columns }),
    [picture, rows, columns, x, y, width, height],
  );

  const before = useRef<{ readonly picture: typeof picture; readonly model: OverlayModel } | null>(null);
  return useMemo(() => {
    if (view === null || layer === null) return null;
    const kept = before.current?.picture === picture ? before.current.model : null;
    const model = buildOverlay(view, layer, colours, kept);
    before.current = { picture, model };
    return model;
  }, [view, layer, colours, picture]);
}
