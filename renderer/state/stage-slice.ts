/** What the stage shows of the selected image: its picture, its encoding, layer, opacity, pointer. Zoom lives in the stage itself. */
import { perOverlay, type OverlayName, type PerOverlay } from '../../src-engine/overlay/modes.ts';
import type { Picture } from '../overlay/picture.ts';
import type { CreateSlice } from './slice.ts';
import type { Encoding } from '../../src-engine/engine.ts';
import type { RecordedEncoding } from '../../src-engine/bundled/first-start-file.ts';

export type { Picture } from '../overlay/picture.ts';

/** Which picture, and the key of how it was read. */
interface Read {
  readonly imageId: string;
  readonly reading: string;
}

export type PictureState =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'loading' } & Read)
  | ({ readonly kind: 'ready'; readonly picture: Picture } & Read)
  | ({ readonly kind: 'failed'; readonly message: string } & Read);

export type Shown = Read & {
  readonly key: string; // of the request it was made with
} & (
    | { readonly kind: 'live'; readonly encoding: Encoding }
    /** Of another computer: no times, so that none can be shown as this one's. */
    | { readonly kind: 'recorded'; readonly encoding: RecordedEncoding }
  );

export type EncodeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly message: string };

export interface StageSlice {
  readonly picture: PictureState;
  readonly shown: Shown | null;
  /** It has just come and is on the stage already; everything else hears of it as `shown`, when the stage has painted it. */
  readonly fresh: Shown | null;
  readonly encode: EncodeState;
  /** 0 is before the first layer; null is the last one, whatever model is loaded. */
  readonly layer: number | null;
  readonly playing: boolean;
  /** Which view of the image is on the stage: crops of AnyRes, frames of a video. */
  readonly viewIndex: number;
  readonly opacity: PerOverlay<number>; // 0..1
  /** The patch that the arrow keys stand on, while the stage has the keyboard. */
  readonly cursor: number | null;
  readonly zoom: number; // 1 = fits
  /** Left of this share of the stage's width the picture is plain; null where the overlay lies over all of it. */
  readonly wipe: number | null;
  readonly setPicture: (picture: PictureState) => void;
  readonly setShown: (shown: Shown | null) => void;
  readonly setFresh: (fresh: Shown) => void;
  /** The encoding on screen belongs to nothing that can be asked for any more; it stays until another one comes. */
  readonly outdateShown: () => void;
  readonly setEncode: (encode: EncodeState) => void;
  readonly setLayer: (layer: number | null) => void;
  readonly setViewIndex: (index: number) => void;
  readonly setPlaying: (playing: boolean) => void;
  readonly setOpacity: (overlay: OverlayName, opacity: number) => void;
  readonly setCursor: (patch: number | null) => void;
  readonly setZoom: (zoom: number) => void;
  readonly setWipe: (wipe: number | null) => void;
}

export const createStageSlice: CreateSlice<StageSlice> = (set) => ({
  picture: { kind: 'none' },
  shown: null,
  fresh: null,
  encode: { kind: 'idle' },
  layer: null,
  playing: false,
  viewIndex: 0,
  opacity: perOverlay((mode) => mode.opacity ?? 1),
  cursor: null,
  zoom: 1,
  wipe: null,
  setPicture: (picture) => set({ picture }),
  setShown: (shown) =>
    set((slice) => ({
      shown,
      fresh: null,
      viewIndex: shown?.imageId === slice.shown?.imageId ? slice.viewIndex : 0,
    })),
  setFresh: (fresh) => set({ fresh }),
  outdateShown: () =>
    set(({ shown }) => (shown === null ? {} : { shown: { ...shown, key: '' }, fresh: null })),
  setEncode: (encode) => set({ encode }),
  setLayer: (layer) => set({ layer }),
  setViewIndex: (viewIndex) => set({ viewIndex }),
  setPlaying: (playing) => set({ playing }),
  setOpacity: (overlay, opacity) =>
    set((slice) => ({ opacity: { ...slice.opacity, [overlay]: Math.min(1, Math.max(0, opacity)) } })),
  setCursor: (cursor) => set({ cursor }),
  setZoom: (zoom) => set({ zoom }),
  setWipe: (wipe) => set({ wipe }),
});
