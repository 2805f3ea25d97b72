/** Overlay mode, opacity, how the picture is read, and zoom. */
import { Maximize, RotateCw, Share, SquareSplitHorizontal, ZoomIn, ZoomOut } from 'lucide-react';
import { CommandButton } from '../../app/CommandButton.tsx';
import { openExport } from '../../commands/export.ts';
import { rotate } from '../../commands/picture.ts';
import { toggleWipe, zoomIn, zoomOut, zoomToFit } from '../../commands/view.ts';
import { Segmented, type Option } from '../../controls/Segmented.tsx';
import { overlayMode, overlayNames, type OverlayName } from '../../../src-engine/overlay/modes.ts';
import { useApp, useAppStore } from '../../app/context.ts';
import { selectImage, selectOpacity, selectShown } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { formatPercent } from '../../../src-engine/report/units.ts';
import { viewTitle } from '../../words/view-words.ts';
import { ReadingControl } from './ReadingControl.tsx';

const modes: readonly Option<OverlayName>[] = overlayNames.map((value) => {
  const { label, what, key } = overlayMode(value);
  return { value, label, title: `${what} (${key})` };
});

const selectOverlay = (state: AppState) => state.choices.overlay;
const selectZoom = (state: AppState) => state.zoom;

export function StageToolbar() {
  const overlay = useApp(selectOverlay);
  const image = useApp(selectImage);
  const store = useAppStore();
  return (
    <div className="toolbar" role="toolbar" aria-label="Picture">
      <Segmented
        label="Overlay"
        options={modes}
        value={overlay}
        onChange={(mode) => store.getState().choose({ overlay: mode })}
      />
      <Opacity overlay={overlay} />
      <ViewChoice />
      <ReadingControl />
      <span className="toolbar-name" title={[image?.name, image?.credit].filter(Boolean).join(' · ')}>
        {image?.name ?? ''}
        {image?.credit == null ? null : <span className="muted"> · {image.credit}</span>}
      </span>
      <CommandButton command={openExport} Icon={Share} />
      <ZoomButtons />
    </div>
  );
}

const selectViewIndex = (state: AppState) => state.viewIndex;

/** Only where the model cuts an image into several views. */
function ViewChoice() {
  const views = useApp(selectShown)?.encoding.views ?? [];
  const index = useApp(selectViewIndex);
  const store = useAppStore();
  const count = views.length;
  if (count < 2) return null;
  return (
    <select
      className="select"
      aria-label="View"
      value={index < count ? index : 0}
      onChange={(event) => store.getState().setViewIndex(Number(event.target.value))}
    >
      {views.map((view, at) => (
        <option key={at} value={at}>
          {viewTitle(view, at, count)}
        </option>
      ))}
    </select>
  );
}

function Opacity({ overlay }: { readonly overlay: OverlayName }) {
  const opacity = useApp(selectOpacity);
  const store = useAppStore();
  const fixed = overlayMode(overlay).opacity === null;
  return (
    <label className="opacity">
      <span>Opacity</span>
      <input
        type="range"
        className="range range-small"
        min={0}
        max={100}
        value={Math.round(opacity * 100)}
        aria-label="Opacity"
        aria-valuetext={formatPercent(opacity)}
        disabled={fixed}
        style={{ '--fill': fixed ? 0 : opacity }}
        onChange={(event) => store.getState().setOpacity(overlay, event.target.valueAsNumber / 100)}
      />
    </label>
  );
}

function ZoomButtons() {
  const zoom = useApp(selectZoom);
  return (
    <div className="zoom">
      <CommandButton command={toggleWipe} Icon={SquareSplitHorizontal} />
      <CommandButton command={rotate} Icon={RotateCw} />
      <CommandButton command={zoomOut} Icon={ZoomOut} />
      <span className="zoom-value">{zoom <= 1 ? 'Fit' : `${zoom.toFixed(1)}×`}</span>
      <CommandButton command={zoomIn} Icon={ZoomIn} />
      <CommandButton command={zoomToFit} Icon={Maximize} />
    </div>
  );
}
