/** The stage as a framework-free behaviour: three stacked canvases, pan and zoom, the patch under the pointer. React makes, updates and destroys it. */
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomTransform } from 'd3-zoom';
import { screenPoint } from '../../src-engine/merging/coordinates.ts';
import { emptyDrawing, type Drawing } from '../../src-engine/overlay/drawing.ts';
import type { OverlayMode } from '../../src-engine/overlay/mode.ts';
import type { OverlayModel } from './overlay-model.ts';
import { paintHover, type Marks } from './paint-hover.ts';
import { paintOverlay } from './paint-overlay.ts';
import { paintPicture } from './paint-picture.ts';
import { readPalette } from './palette.ts';
import type { Picture } from './picture.ts';
import {
  areaOf,
  compose,
  fitTransform,
  patchEdges,
  patchRect,
  patchUnder,
  type Projection,
  type Rect,
} from './projection.ts';

export interface StageScene extends Marks {
  readonly picture: Picture | null;
  readonly model: OverlayModel | null;
  readonly overlay: OverlayMode | null;
  readonly opacity: number; // of the overlay, 0..1
}

export interface StageElements {
  readonly host: HTMLElement;
  readonly picture: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
  readonly hover: HTMLCanvasElement;
}

export interface StageCallbacks {
  readonly onHover: (patch: number | null) => void;
  readonly onPick: (patch: number | null) => void; // a click without a drag
  readonly onZoom: (zoom: number) => void; // 1 = fits
  /** After every repaint: where the picture stands, for what lies over it; null without one. */
  readonly onSight: (at: Projection | null) => void;
  /** After every repaint: where the hovered patch is [css px in the stage], for the tooltip. */
  readonly onAnchor: (rect: Rect | null) => void;
  /** A new overlay has been painted; the time since it came, the wait for the screen included. */
  readonly onPainted: (ms: number) => void;
}

export interface Stage {
  readonly update: (scene: StageScene) => void;
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
  /** Reads colours again after a change of theme. */
  readonly restyle: () => void;
  readonly destroy: () => void;
}

const largestZoom = 32;
const margin = 8; // css px around the picture

type Layer = 'picture' | 'overlay' | 'hover';

export function createStage(elements: StageElements, callbacks: StageCallbacks): Stage {
  const { host } = elements;
  const selection = select(host);
  let scene: StageScene = {
    picture: null,
    model: null,
    overlay: null,
    opacity: 1,
    hover: null,
    pin: null,
    cursor: null,
  };
  let transform: ZoomTransform = zoomIdentity;
  let palette = readPalette(host);
  let frame = 0;
  const dirty = new Set<Layer>();
  let overlayCame: number | null = null;
  /** There is something on the top canvas: an empty one is not cleared, since what is cleared is composited anew. */
  let marked = false;
  let drawn: { model: OverlayModel; overlay: OverlayMode; drawing: Drawing } | null = null;

  const behaviour = zoom<HTMLElement, unknown>()
    .scaleExtent([1, largestZoom])
    .extent(() => [
      [0, 0],
      [host.clientWidth, host.clientHeight],
    ])
    .clickDistance(4)
    .on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => {
      transform = event.transform;
      callbacks.onZoom(transform.k);
      schedule('picture', 'overlay', 'hover');
    });
  selection.call(behaviour).on('dblclick.zoom', null);
  limitPan();

  function limitPan(): void {
    behaviour.translateExtent([
      [0, 0],
      [Math.max(1, host.clientWidth), Math.max(1, host.clientHeight)],
    ]);
  }

  function projection(): Projection | null {
    if (scene.picture === null) return null;
    const stage = { width: host.clientWidth, height: host.clientHeight };
    const area = areaOf(scene.picture, scene.model?.region ?? null);
    return compose(fitTransform(area, stage, margin), transform, devicePixelRatio);
  }

  function schedule(...layers: Layer[]): void {
    layers.forEach((layer) => dirty.add(layer));
    frame ||= requestAnimationFrame(paint);
  }

  function paint(): void {
    frame = 0;
    const at = projection() ?? { scale: 1, x: 0, y: 0, ratio: devicePixelRatio };
    const { picture, model } = scene;
    for (const layer of dirty) {
      const canvas = elements[layer];
      const context = canvas.getContext('2d');
      if (context === null) continue;
      if (layer === 'hover') {
        const marks = scene.hover !== null || scene.pin !== null || scene.cursor !== null;
        if (marks || marked) paintHover(context, canvas, picture && model, scene, at, palette);
        marked = marks;
      } else if (layer === 'overlay') {
        paintOverlay(context, canvas, picture && model, drawing(), scene.opacity, at);
      } else {
        const shown = picture && { bitmap: picture.bitmap, source: picture, region: model?.region ?? null };
        paintPicture(context, canvas, shown, at, palette);
      }
    }
    dirty.clear();
    callbacks.onSight(picture && at);
    callbacks.onAnchor(anchor(at));
    if (overlayCame === null) return;
    callbacks.onPainted(performance.now() - overlayCame);
    overlayCame = null;
  }

  /** Worked out once, painted at every move of the picture. */
  function drawing(): Drawing {
    const { model, overlay } = scene;
    if (model === null || overlay === null) return emptyDrawing;
    if (drawn?.model !== model || drawn.overlay !== overlay) {
      drawn = { model, overlay, drawing: overlay.draw(model, false) };
    }
    return drawn.drawing;
  }

  function anchor(at: Projection): Rect | null {
    const { hover: patch, model, picture } = scene;
    if (patch === null || model === null || picture === null) return null;
    const rect = patchRect(patchEdges(model.region, model.grid, at), model.grid, patch);
    const { ratio } = at;
    return { x: rect.x / ratio, y: rect.y / ratio, width: rect.width / ratio, height: rect.height / ratio };
  }

  function under(event: MouseEvent): number | null {
    const at = projection();
    if (at === null || scene.model === null) return null;
    const box = host.getBoundingClientRect();
    const point = screenPoint(event.clientX - box.left, event.clientY - box.top);
    return patchUnder(point, scene.model.region, scene.model.grid, at);
  }

  const listening = new AbortController();
  const { signal } = listening;
  host.addEventListener('pointermove', (event) => callbacks.onHover(under(event)), { signal });
  host.addEventListener('pointerleave', () => callbacks.onHover(null), { signal });
  host.addEventListener('click', (event) => callbacks.onPick(under(event)), { signal });
  host.addEventListener('dblclick', () => fit(), { signal });

  // The graphics process has ended and is there again: canvases come back empty.
  for (const layer of ['picture', 'overlay', 'hover'] as const)
    elements[layer].addEventListener('contextrestored', () => schedule(layer), { signal });

  const resize = new ResizeObserver(() => {
    for (const canvas of [elements.picture, elements.overlay, elements.hover]) {
      canvas.width = Math.max(1, Math.round(host.clientWidth * devicePixelRatio));
      canvas.height = Math.max(1, Math.round(host.clientHeight * devicePixelRatio));
    }
    limitPan();
    behaviour.transform(selection, transform); // lets d3 put the pan back inside the new limits
    schedule('picture', 'overlay', 'hover');
  });
  resize.observe(host);

  function fit(): void {
    behaviour.transform(selection, zoomIdentity);
  }

  return {
    update: (next) => {
      const before = scene;
      scene = next;
      if (next.picture !== before.picture && next.picture !== null) fit();
      if (next.picture !== before.picture || !sameRegion(next.model, before.model)) schedule('picture');
      if (
        next.model !== before.model ||
        next.overlay !== before.overlay ||
        next.opacity !== before.opacity ||
        next.picture !== before.picture
      ) {
        if (next.model !== before.model) overlayCame ??= performance.now();
        schedule('overlay', 'hover');
      } else if (next.hover !== before.hover || next.pin !== before.pin || next.cursor !== before.cursor) {
        schedule('hover');
      }
    },
    zoomBy: (factor) => behaviour.scaleBy(selection, factor),
    fit,
    restyle: () => {
      palette = readPalette(host);
      schedule('picture', 'hover');
    },
    destroy: () => {
      listening.abort();
      resize.disconnect();
      cancelAnimationFrame(frame);
      selection.on('.zoom', null);
    },
  };
}

/** By value: every encoding brings a new object. */
function sameRegion(a: OverlayModel | null, b: OverlayModel | null): boolean {
  if (a === null || b === null) return a === b;
  const [{ region: one }, { region: other }] = [a, b];
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}
