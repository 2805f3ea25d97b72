/** The stage in React: makes the canvases' behaviour, hands it scenes, shows tooltip and empty states. Draws nothing itself. */
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { OverlayModel } from '../overlay/overlay-model.ts';
import { walk } from '../overlay/patch-walk.ts';
import type { Rect } from '../overlay/projection.ts';
import { createStage, type Stage, type StageScene } from '../overlay/stage.ts';
import { useApp, useAppStore, useCommand, useControls } from '../state/context.ts';
import { selectBehind, selectLayer, selectShown, selectView } from '../state/selectors.ts';
import type { AppState, AppStore } from '../state/store.ts';
import { patchWords } from '../words/token-words.ts';
import { StageTip } from './StageTip.tsx';
import { StageMessage } from './StageMessage.tsx';
import { useOverlayModel } from './use-overlay-model.ts';

const selectTheme = (state: AppState) => state.theme;
const selectPicture = (state: AppState) => state.picture;
const selectPin = (state: AppState) => state.choices.pin;
const selectOverlay = (state: AppState) => state.choices.overlay;
const selectOpacity = (state: AppState) => state.opacity;

export function StagePanel() {
  const host = useRef<HTMLDivElement>(null);
  const canvases = {
    picture: useRef<HTMLCanvasElement>(null),
    overlay: useRef<HTMLCanvasElement>(null),
    hover: useRef<HTMLCanvasElement>(null),
  };
  const tip = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const scene = useRef<StageScene | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const store = useAppStore();
  const controls = useControls();
  const command = useCommand();
  const model = useOverlayModel();
  const { picture: pictureRef, overlay: overlayRef, hover: hoverRef } = canvases;

  useEffect(() => {
    const [element, picture, overlay, hover] = [
      host.current,
      pictureRef.current,
      overlayRef.current,
      hoverRef.current,
    ];
    if (element === null || picture === null || overlay === null || hover === null) return;
    const made = createStage(
      { host: element, picture, overlay, hover },
      {
        onHover: (patch) => setHover(store, patch),
        onPick: (patch) => togglePin(store, patch),
        onZoom: (zoom) => store.getState().setZoom(zoom),
        onAnchor: (rect) => placeTip(tip.current, element, rect),
        onPainted: (ms) => tellTimes(store, ms),
      },
    );
    stage.current = made;
    if (scene.current !== null) made.update(scene.current);
    const release = controls.fill({ zoomBy: made.zoomBy, fit: made.fit });
    return () => {
      release();
      made.destroy();
      stage.current = null;
    };
  }, [store, controls, pictureRef, overlayRef, hoverRef]);

  const picture = useApp(selectPicture);
  const pin = useApp(selectPin);
  const overlay = useApp(selectOverlay);
  const opacity = useApp(selectOpacity);
  const present = useCallback(
    () => ({
      picture: picture.kind === 'ready' ? picture.picture : null,
      model,
      overlay,
      opacity,
      pin,
      cursor,
      hover: store.getState().hover,
    }),
    [picture, model, overlay, opacity, pin, cursor, store],
  );
  useEffect(() => {
    scene.current = present();
    stage.current?.update(scene.current);
    // The pointer moves too often for React: it goes to the canvas directly.
    return store.subscribe((state, before) => {
      if (state.hover !== before.hover) stage.current?.update(present());
    });
  }, [present, store]);

  const theme = useApp(selectTheme);
  useEffect(() => {
    const frame = requestAnimationFrame(() => stage.current?.restyle());
    const system = matchMedia('(prefers-color-scheme: dark)');
    const restyle = () => requestAnimationFrame(() => stage.current?.restyle());
    system.addEventListener('change', restyle);
    return () => {
      cancelAnimationFrame(frame);
      system.removeEventListener('change', restyle);
    };
  }, [theme]);

  function onKey(event: KeyboardEvent): void {
    if (model === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = walk(event.key, cursor ?? pin, model.grid);
    if (next !== null) {
      event.preventDefault();
      setCursor(next);
      setHover(store, next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      togglePin(store, cursor);
    } else if (event.key === ' ') {
      event.preventDefault();
      command('play-layers');
    }
  }

  return (
    <div className="stage-slot">
      <div
        ref={host}
        className="stage"
        role="group"
        aria-label="Merged-token overlay"
        aria-describedby="stage-help"
        tabIndex={0}
        data-behind={useApp(selectBehind) || undefined}
        onKeyDown={onKey}
        onBlur={() => {
          setCursor(null);
          setHover(store, null);
        }}
      >
        <canvas ref={pictureRef} aria-hidden />
        <canvas ref={overlayRef} aria-hidden />
        <canvas ref={hoverRef} aria-hidden />
        <StageTip ref={tip} />
      </div>
      <StageMessage />
      <p id="stage-help" className="hidden-visually">
        Arrow keys walk over the patches, Enter pins a group, Space plays the layers. The same facts stand in
        the table of tokens.
      </p>
      <CursorWords cursor={cursor} model={model} />
    </div>
  );
}

/** Says the patch that the arrow keys stand on. */
function CursorWords({
  cursor,
  model,
}: {
  readonly cursor: number | null;
  readonly model: OverlayModel | null;
}) {
  const view = useApp(selectView);
  const layer = useApp(selectLayer);
  const words =
    cursor === null || model === null || view === null || layer === null
      ? ''
      : patchWords(view, layer, cursor);
  return (
    <p className="hidden-visually" role="status" aria-label="Patch">
      {words}
    </p>
  );
}

function setHover(store: AppStore, patch: number | null): void {
  if (store.getState().hover !== patch) store.getState().setHover(patch);
}

/** A second click on the pinned group lets it go. */
function togglePin(store: AppStore, patch: number | null): void {
  const { choices, choose } = store.getState();
  const view = selectView(store.getState());
  const layer = selectLayer(store.getState());
  if (patch === null || view === null || layer === null) return choose({ pin: null });
  choose({ pin: choices.pin === patch ? null : patch });
}

function tellTimes(store: AppStore, paintMs: number): void {
  const encodeMs = selectShown(store.getState())?.encoding.timings.encodeMs;
  if (encodeMs !== undefined) store.getState().setOverlayTimes({ encodeMs, paintMs });
}

const tipGap = 12; // css px

/** Beside the patch, on the side that has room, inside the stage. */
function placeTip(tip: HTMLElement | null, host: HTMLElement, rect: Rect | null): void {
  if (tip === null) return;
  if (rect === null) {
    tip.style.visibility = 'hidden';
    return;
  }
  const right = rect.x + rect.width + tipGap;
  const left = rect.x - tipGap - tip.offsetWidth;
  const x = right + tip.offsetWidth <= host.clientWidth || left < 0 ? right : left;
  const y = Math.min(rect.y, host.clientHeight - tip.offsetHeight - tipGap);
  const inside = Math.max(tipGap, Math.min(x, host.clientWidth - tip.offsetWidth - tipGap));
  tip.style.transform = `translate(${Math.round(inside)}px, ${Math.round(Math.max(tipGap, y))}px)`;
  tip.style.visibility = 'visible';
}
