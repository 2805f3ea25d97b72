/** The regions' canvas as a framework-free behaviour: paints after every repaint of the stage, and takes the pointer where a hand says that it wants it. */
import { screenPoint, screenToImage } from '../../../src-engine/merging/coordinates.ts';
import { readPalette } from '../palette.ts';
import type { Projection } from '../projection.ts';
import type { Sight } from '../sight.ts';
import { paintRegions, type PaintedRegion } from './paint-regions.ts';
import type { Spot } from './spans.ts';

export interface RegionScene {
  readonly regions: readonly PaintedRegion[];
  readonly selected: number; // -1 for none
}

/** What the pointer does, in pixels of the picture. */
export interface RegionHand {
  /** True where the pointer is for the regions from now on, and not for pan and pin. @param reach how near is near enough [px] */
  readonly down: (at: Spot, reach: number) => boolean;
  readonly move: (at: Spot) => void;
  readonly up: () => void;
  readonly cancel: () => void;
}

export interface RegionStage {
  readonly update: (scene: RegionScene) => void;
  readonly destroy: () => void;
}

const reach = 8; // css px
/** A pointer that moved no further has clicked. [css px] */
const clickDistance = 4;

export function createRegionStage(
  { host, canvas }: { readonly host: HTMLElement; readonly canvas: HTMLCanvasElement },
  sight: Sight,
  hand: RegionHand,
): RegionStage {
  let scene: RegionScene = { regions: [], selected: -1 };
  let pressed: { readonly pointer: number; readonly x: number; readonly y: number; far: boolean } | null =
    null;
  let swallowClick = false;
  let painted = false; // else there is nothing to clear
  const listening = new AbortController();
  const { signal } = listening;

  function paint(at: Projection | null): void {
    const [width, height] = [host.clientWidth, host.clientHeight].map((side) =>
      Math.max(1, Math.round(side * devicePixelRatio)),
    );
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d');
    if (context === null) return;
    const any = at !== null && scene.regions.length > 0;
    if (any) paintRegions(context, canvas, scene.regions, scene.selected, at, readPalette(host).accent);
    else if (painted) context.clearRect(0, 0, canvas.width, canvas.height);
    painted = any;
  }

  function spotOf(event: MouseEvent, at: Projection): Spot {
    const box = host.getBoundingClientRect();
    const [x, y] = screenToImage(screenPoint(event.clientX - box.left, event.clientY - box.top), at);
    return [x, y];
  }

  function onDown(event: PointerEvent): void {
    swallowClick = false;
    const at = sight.now;
    if (at === null || pressed !== null || event.button !== 0 || event.ctrlKey || event.metaKey) return;
    if (!hand.down(spotOf(event, at), reach / at.scale)) return;
    pressed = { pointer: event.pointerId, x: event.clientX, y: event.clientY, far: false };
    host.setPointerCapture(event.pointerId);
    event.stopImmediatePropagation();
  }

  function onMove(event: PointerEvent): void {
    const at = sight.now;
    if (pressed?.pointer !== event.pointerId || at === null) return;
    event.stopImmediatePropagation();
    pressed.far ||= Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > clickDistance;
    if (pressed.far) hand.move(spotOf(event, at));
  }

  function onEnd(event: PointerEvent): void {
    if (pressed?.pointer !== event.pointerId) return;
    swallowClick = pressed.far;
    pressed = null;
    if (event.type === 'pointerup') hand.up();
    else hand.cancel();
    event.stopImmediatePropagation();
  }

  /** Pan begins with these; the pointer is for the regions. */
  function keepFromPan(event: Event): void {
    if (pressed !== null) event.stopImmediatePropagation();
  }

  /** Dragging ends with a click, which would pin what lies there. */
  function keepFromPin(event: MouseEvent): void {
    if (swallowClick) event.stopImmediatePropagation();
    swallowClick = false;
  }

  const early = { signal, capture: true };
  host.addEventListener('pointerdown', onDown, early);
  host.addEventListener('pointermove', onMove, early);
  host.addEventListener('pointerup', onEnd, early);
  host.addEventListener('pointercancel', onEnd, early);
  host.addEventListener('mousedown', keepFromPan, early);
  host.addEventListener('touchstart', keepFromPan, early);
  host.addEventListener('click', keepFromPin, early);
  canvas.addEventListener('contextrestored', () => paint(sight.now), { signal });
  const stop = sight.listen(paint);

  return {
    update: (next) => {
      scene = next;
      paint(sight.now);
    },
    destroy: () => {
      listening.abort();
      stop();
    },
  };
}
