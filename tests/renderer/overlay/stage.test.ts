// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStage, type Stage, type StageScene } from '../../../renderer/overlay/stage.ts';
import { overlayMode } from '../../../src-engine/overlay/modes.ts';
import { recordingBrush, type RecordingBrush } from './brush.ts';
import { modelAt } from './models.ts';

const layers = ['picture', 'overlay', 'hover'] as const;
type Layer = (typeof layers)[number];

let frames: (() => void)[];
let brushes: Record<Layer, RecordingBrush>;
let resized: () => void;
let host: HTMLElement;
let canvases: Record<Layer, HTMLCanvasElement>;
let stage: Stage;
const heard = {
  onHover: vi.fn<(patch: number | null) => void>(),
  onPick: vi.fn<(patch: number | null) => void>(),
  onZoom: vi.fn<(zoom: number) => void>(),
  onSight: vi.fn(),
  onAnchor: vi.fn(),
  onPainted: vi.fn<(ms: number) => void>(),
};

const picture = { bitmap: { width: 30, height: 20, close: () => {} }, width: 30, height: 20 };
const scene: StageScene = {
  picture,
  model: modelAt(2),
  overlay: overlayMode('outlines'),
  opacity: 1,
  hover: null,
  pin: null,
  cursor: null,
};

beforeEach(() => {
  vi.clearAllMocks();
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (paint: () => void) => frames.push(paint));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(listener: () => void) {
        resized = listener;
      }
      observe(): void {}
      disconnect(): void {}
    },
  );
  host = document.createElement('div');
  Object.defineProperties(host, { clientWidth: { value: 316 }, clientHeight: { value: 216 } }); // 8 px of margin
  brushes = { picture: recordingBrush(), overlay: recordingBrush(), hover: recordingBrush() };
  const canvas = (layer: Layer) => {
    const element = document.createElement('canvas');
    Object.defineProperty(element, 'getContext', { value: () => brushes[layer].brush });
    return element;
  };
  canvases = { picture: canvas('picture'), overlay: canvas('overlay'), hover: canvas('hover') };
  stage = createStage({ host, ...canvases }, heard);
});
afterEach(() => stage.destroy());

/** Runs what waits for the screen; says which canvases were painted. */
function paint(): Layer[] {
  const before = layers.map((layer) => brushes[layer].calls.length);
  frames.splice(0).forEach((frame) => frame());
  return layers.filter((layer, i) => brushes[layer].calls.length > (before[i] ?? 0));
}

/** Ten css px a source px: patches are 100 px wide and high, the first at (8, 8). */
function pointer(type: string, x: number, y: number): void {
  host.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, bubbles: true }));
}

describe('the stage', () => {
  it('paints all that has changed in one frame', () => {
    stage.update({ ...scene, pin: 1 });
    stage.update({ ...scene, pin: 1, opacity: 0.5 });
    expect(frames).toHaveLength(1);
    expect(paint()).toEqual([...layers]);
    expect(paint()).toEqual([]);
  });

  it('leaves the canvas of marks alone while there are none, and clears it when the last one goes', () => {
    stage.update(scene);
    expect(paint()).toEqual(['picture', 'overlay']);
    stage.update({ ...scene, hover: 1 });
    paint();
    stage.update(scene);
    expect(paint()).toEqual(['hover']);
    expect(brushes.hover.calls.at(-1)).toMatch(/^clear /);
    stage.update({ ...scene, model: modelAt(1) });
    expect(paint()).toEqual(['overlay']);
  });

  it('paints only the canvas that a change concerns', () => {
    stage.update(scene);
    paint();
    stage.update({ ...scene, hover: 1 });
    expect(paint()).toEqual(['hover']);
    stage.update({ ...scene, hover: 1, overlay: overlayMode('heat') });
    expect(paint()).toEqual(['overlay', 'hover']);
    stage.update({ ...scene, hover: 1, overlay: overlayMode('heat') });
    expect(paint()).toEqual([]);
  });

  it('works a drawing out once, however often it paints it', () => {
    const overlay = overlayMode('heat');
    const draw = vi.fn(overlay.draw);
    const counted = { ...overlay, draw };
    stage.update({ ...scene, overlay: counted });
    paint();
    stage.update({ ...scene, overlay: counted, opacity: 0.4 });
    resized();
    paint();
    expect(draw).toHaveBeenCalledOnce();
    stage.update({ ...scene, overlay: counted, model: modelAt(1) });
    paint();
    expect(draw).toHaveBeenCalledTimes(2);
  });

  it('says which patch lies under the pointer, and none beside the picture', () => {
    stage.update(scene);
    pointer('pointermove', 58, 58);
    pointer('pointermove', 258, 158);
    pointer('pointermove', 2, 2);
    pointer('pointerleave', 0, 0);
    expect(heard.onHover.mock.calls.map(([patch]) => patch)).toEqual([0, 5, null, null]);
  });

  it('takes a click as a choice of its patch', () => {
    stage.update(scene);
    pointer('click', 158, 58);
    expect(heard.onPick).toHaveBeenCalledExactlyOnceWith(1);
  });

  it('tells after each frame where the hovered patch is, for its label', () => {
    stage.update({ ...scene, hover: 4 });
    paint();
    expect(heard.onAnchor).toHaveBeenLastCalledWith({ x: 108, y: 108, width: 100, height: 100 });
    stage.update(scene);
    paint();
    expect(heard.onAnchor).toHaveBeenLastCalledWith(null);
  });

  it('tells once that a new overlay has been painted', () => {
    stage.update(scene);
    paint();
    stage.update({ ...scene, hover: 2 });
    paint();
    expect(heard.onPainted).toHaveBeenCalledOnce();
  });

  it('zooms, fits again, and fits a new picture by itself', () => {
    stage.update(scene);
    stage.zoomBy(2);
    expect(heard.onZoom).toHaveBeenLastCalledWith(2);
    stage.fit();
    expect(heard.onZoom).toHaveBeenLastCalledWith(1);
    stage.zoomBy(2);
    stage.update({ ...scene, picture: { ...picture } });
    expect(heard.onZoom).toHaveBeenLastCalledWith(1);
  });

  it('hears nothing after it is destroyed', () => {
    stage.update(scene);
    stage.destroy();
    pointer('pointermove', 58, 58);
    pointer('click', 58, 58);
    expect(heard.onHover).not.toHaveBeenCalled();
    expect(heard.onPick).not.toHaveBeenCalled();
    expect(paint()).toEqual([]);
  });
});

describe('a stage whose canvases were lost', () => {
  it('paints each one again that comes back, and none after it has gone', () => {
    stage.update({ ...scene, pin: 1 });
    paint();
    canvases.overlay.dispatchEvent(new Event('contextrestored'));
    expect(paint()).toEqual(['overlay']);
    for (const layer of layers) canvases[layer].dispatchEvent(new Event('contextrestored'));
    expect(paint()).toEqual(['picture', 'overlay', 'hover']);
    stage.destroy();
    canvases.picture.dispatchEvent(new Event('contextrestored'));
    expect(paint()).toEqual([]);
  });
});
