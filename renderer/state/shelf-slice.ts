/** The images that are open: names, thumbnails, tokens kept. No pixels of the stage, no engine. */
import type { CreateSlice } from './slice.ts';
import type { ShelfSort } from './shelf-order.ts';
import type { ImageSource, OpenImage } from '../../src-engine/engine.ts';
import type { KnownAnswer } from '../../src-engine/judging/known-answers.ts';

export type Thumbnail =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'ready';
      readonly url: string;
      readonly width: number; // px of the picture as it is read
      readonly height: number;
      readonly reading: string; // its key
    }
  | { readonly kind: 'failed'; readonly message: string };

/** Where a picture stands in a video that was opened: the frames of one are one entry of the shelf. */
export interface FrameOf {
  readonly video: string; // its id
  readonly name: string; // for people
  readonly index: number; // from 0, among all frames that the video has
  readonly total: number;
}

export interface ShelfImage {
  readonly id: string;
  readonly name: string; // for people
  /** As it was opened; with what the user wants of it, `readAs` makes another one. */
  readonly source: ImageSource;
  /** What the embedded model was made for, a photograph that ships along, or the user's own. */
  readonly kind: 'scene' | 'photo' | 'own';
  readonly credit: string | null; // author and licence
  readonly questions: readonly string[]; // suggestions, the best first
  readonly known: readonly KnownAnswer[]; // what is true of it; empty where nothing is known
  readonly thumbnail: Thumbnail;
  readonly frame?: FrameOf;
}

export interface TokenCount {
  readonly tokens: number;
  readonly fullTokens: number;
  /** The request it belongs to; another budget, or another way to read the picture, makes it a guess. */
  readonly key: string;
}

/** What the engine says of a picture that it has opened. */
export type PictureFacts = Pick<OpenImage, 'width' | 'height' | 'reading' | 'notes' | 'frames'>;

/** A video as it was opened: from which other frames can be chosen. */
export interface Video {
  readonly id: string;
  readonly name: string;
  /** All of its frames, in order. */
  readonly sources: readonly { readonly source: ImageSource; readonly name: string }[];
}

export interface ShelfSlice {
  readonly images: readonly ShelfImage[];
  readonly counts: Readonly<Record<string, TokenCount>>;
  /** By image id and the key of the reading. */
  readonly facts: Readonly<Record<string, Readonly<Record<string, PictureFacts>>>>;
  /** By their ids; those of an earlier session are not there. */
  readonly videos: Readonly<Record<string, Video>>;
  readonly shelfSort: ShelfSort;
  /** How often something was closed that can be opened again. */
  readonly closedImages: number;
  readonly setVideo: (video: Video) => void;
  readonly setShelfSort: (sort: ShelfSort) => void;
  readonly setClosedImages: (count: number) => void;
  /** Each at its place among those that will be open; one that is open stays where it is. */
  readonly insertImages: (images: readonly { readonly image: ShelfImage; readonly at: number }[]) => void;
  readonly addImages: (images: readonly ShelfImage[]) => void;
  readonly removeImage: (id: string) => void;
  readonly setThumbnail: (id: string, thumbnail: Thumbnail) => void;
  readonly setFacts: (id: string, reading: string, facts: PictureFacts) => void;
  readonly setCount: (id: string, count: TokenCount) => void;
  /** Another model: what was counted belongs to the one before. */
  readonly forgetCounts: () => void;
}

export const createShelfSlice: CreateSlice<ShelfSlice> = (set) => ({
  images: [],
  counts: {},
  facts: {},
  videos: {},
  shelfSort: 'tokens',
  closedImages: 0,
  setVideo: (video) => set((state) => ({ videos: { ...state.videos, [video.id]: video } })),
  setShelfSort: (shelfSort) => set({ shelfSort }),
  setClosedImages: (closedImages) => set({ closedImages }),
  insertImages: (inserted) =>
    set((state) => {
      const images = [...state.images];
      for (const { image, at } of inserted)
        if (!images.some(({ id }) => id === image.id)) images.splice(at, 0, image);
      return { images };
    }),
  addImages: (images) =>
    set((state) => {
      const known = new Set(state.images.map((image) => image.id));
      return { images: [...state.images, ...images.filter((image) => !known.has(image.id))] };
    }),
  removeImage: (id) =>
    set((state) => {
      const others = Object.entries(state.facts).filter(([other]) => other !== id);
      return {
        images: state.images.filter((image) => image.id !== id),
        facts: Object.fromEntries(others),
      };
    }),
  setThumbnail: (id, thumbnail) =>
    set((state) => ({
      images: state.images.map((image) => (image.id === id ? { ...image, thumbnail } : image)),
    })),
  setFacts: (id, reading, facts) =>
    set((state) => ({ facts: { ...state.facts, [id]: { ...state.facts[id], [reading]: facts } } })),
  setCount: (id, count) => set((state) => ({ counts: { ...state.counts, [id]: count } })),
  forgetCounts: () => set({ counts: {} }),
});
