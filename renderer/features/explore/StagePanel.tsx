/** The stage in React: makes the canvases' behaviour and lets the state feed it; keys, tooltip, empty states. Draws nothing itself. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { unpin } from '../../commands/edit.ts';
import { exportFigures } from '../../commands/export.ts';
import { present } from '../../commands/layout.ts';
import { rotate } from '../../commands/picture.ts';
import { addRegion } from '../../commands/regions.ts';
import { closeImage } from '../../commands/shelf.ts';
import { playLayers } from '../../commands/tokens.ts';
import { showOverlays, toggleWipe, zoomIn, zoomOut, zoomToFit } from '../../commands/view.ts';
import { createHover, type Hover } from '../../state/hover.ts';
import { gridOf, ownerAt } from '../../overlay/overlay-model.ts';
import { walk } from '../../overlay/patch-walk.ts';
import { createSight } from '../../overlay/sight.ts';
import { createStage, type Stage } from '../../overlay/stage.ts';
import { feedStage } from './stage-feed.ts';
import { placeTip } from '../../overlay/tip-place.ts';
import { ContextMenu } from '../../app/ContextMenu.tsx';
import { useApp, useAppStore, useCommand, useControls, useSettled } from '../../app/context.ts';
import { selectBehind, selectLayer, selectNewest, selectView } from '../../state/selectors.ts';
import type { AppState, AppStore } from '../../state/store.ts';
import { patchWords } from '../../words/token-words.ts';
import { selectViewInWords } from '../../words/view-words.ts';
import { RegionLayer } from './regions/RegionLayer.tsx';
import { RecordedNote, StageMessage } from './StageMessage.tsx';
import { StageLegend } from './StageLegend.tsx';
import { StageTip } from './StageTip.tsx';
import { clipOf, selectWipe, StageWipe } from './StageWipe.tsx';

const menu = [
  [unpin, ...exportFigures],
  showOverlays,
  [toggleWipe],
  [zoomIn, zoomOut, zoomToFit],
  [addRegion, rotate, present],
  [closeImage],
];

const selectTheme = (state: AppState) => state.theme;

export function StagePanel() {
  const host = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const [sight] = useState(createSight);
  const [hover] = useState(createHover);
  const store = useAppStore();
  const controls = useControls();

  useEffect(() => {
    if (!host.current || !picture.current || !overlay.current || !marks.current) return;
    const element = host.current;
    const made = createStage(
      { host: element, picture: picture.current, overlay: overlay.current, hover: marks.current },
      {
        onHover: (patch) => hover.setState(patch),
        onPick: (patch) => togglePin(store, patch),
        onSight: sight.tell,
        onZoom: (zoom) => store.getState().setZoom(zoom),
        onAnchor: (rect) => placeTip(tip.current, element, rect),
        onPainted: (ms) => tellTimes(store, ms),
      },
    );
    stage.current = made;
    const stops = [feedStage(store, hover, made), controls.fill({ zoomBy: made.zoomBy, fit: made.fit })];
    return () => {
      stops.forEach((stop) => stop());
      made.destroy();
      stage.current = null;
    };
  }, [store, controls, sight, hover]);

  const theme = useApp(selectTheme);
  useEffect(() => {
    // A frame later the page has its new colours.
    const restyle = () => requestAnimationFrame(() => stage.current?.restyle());
    const frame = restyle();
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', restyle);
    return () => {
      cancelAnimationFrame(frame);
      system.removeEventListener('change', restyle);
    };
  }, [theme]);

  return (
    <div className="stage-slot">
      <div
        ref={host}
        className="stage"
        role="group"
        aria-label="Merged-token overlay"
        aria-describedby="stage-help"
        tabIndex={0}
        data-behind={useSettled(selectBehind) || undefined}
        onKeyDown={useStageKeys(hover)}
        onBlur={() => moveCursor(store, hover, null)}
      >
        <canvas ref={picture} aria-hidden />
        <canvas ref={overlay} aria-hidden style={{ clipPath: clipOf(useApp(selectWipe)) }} />
        <canvas ref={marks} aria-hidden />
        <RegionLayer sight={sight} />
        <StageTip ref={tip} hover={hover} />
      </div>
      <StageWipe />
      <StageMessage />
      <RecordedNote />
      <StageLegend />
      <p id="stage-help" className="hidden-visually">
        Arrow keys walk over the patches, Enter pins a group, Space plays the layers. The same facts stand in
        the table of tokens.
      </p>
      <CursorWords />
      <ContextMenu of={host} label="Picture" sections={menu} />
    </div>
  );
}

function useStageKeys(hover: Hover): (event: KeyboardEvent) => void {
  const store = useAppStore();
  const command = useCommand();
  return (event) => {
    const state = store.getState();
    const view = selectView(state);
    if (view === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = walk(event.key, state.cursor ?? state.choices.pin, gridOf(view));
    if (next !== null) moveCursor(store, hover, next);
    else if (event.key === 'Enter') togglePin(store, state.cursor);
    else if (event.key === ' ') command(playLayers);
    else return;
    event.preventDefault();
  };
}

const selectCursorWords = (state: AppState) => {
  const view = selectView(state);
  const layer = selectLayer(state);
  if (state.cursor === null || view === null || layer === null) return '';
  const of = selectViewInWords(state);
  return `${patchWords(view, layer, state.cursor)}${of === null ? '' : `, in ${of}`}`;
};

/** Says the patch that the arrow keys stand on. */
function CursorWords() {
  return (
    <p className="hidden-visually" role="status" aria-label="Patch">
      {useApp(selectCursorWords)}
    </p>
  );
}

/** What the keyboard stands on lights up as what the pointer stands on does. */
function moveCursor(store: AppStore, hover: Hover, patch: number | null): void {
  store.getState().setCursor(patch);
  hover.setState(patch);
}

/** A second click on the pinned group lets it go, and so does one beside the picture. */
function togglePin(store: AppStore, patch: number | null): void {
  const state = store.getState();
  const view = selectView(state);
  const layer = selectLayer(state);
  if (view === null || layer === null) return;
  const { pin } = state.choices;
  const owner = ownerAt(view, layer);
  const same = patch !== null && pin !== null && owner[patch] === owner[pin];
  state.choose({ pin: same ? null : patch });
}

function tellTimes(store: AppStore, paintMs: number): void {
  const shown = selectNewest(store.getState());
  if (shown?.kind !== 'live') return;
  const { encodeMs, resumed = false } = shown.encoding.timings;
  store.getState().setOverlayTimes({ encodeMs, resumed, paintMs });
}
