/** The images that are open: names, thumbnails, tokens kept. No pixels of the stage, no engine. */
import type { CreateSlice } from './slice.ts';
import type { ImageSource } from '../../src-engine/engine.ts';
import type { KnownAnswer } from '../../src-engine/judging/known-answers.ts';

export type Thumbnail =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly url: string; readonly width: number; readonly height: number } // px of the source
  | { readonly kind: 'failed'; readonly message: string };

export interface ShelfImage {
  readonly id: string;
  readonly name: string; // for people
  readonly source: ImageSource;
  /** What the embedded model was made for, a photograph that ships along, or the user's own. */
  readonly kind: 'scene' | 'photo' | 'own';
  readonly credit: string | null; // author and licence
  readonly questions: readonly string[]; // suggestions, the best first
  readonly known: readonly KnownAnswer[]; // what is true of it; empty where nothing is known
  readonly thumbnail: Thumbnail;
}

export interface TokenCount {
  readonly tokens: number;
  readonly fullTokens: number;
  /** The request it belongs to; another budget makes it a guess. */
  readonly key: string;
}

export interface ShelfSlice {
  readonly images: readonly ShelfImage[];
  readonly counts: Readonly<Record<string, TokenCount>>;
  readonly addImages: (images: readonly ShelfImage[]) => void;
  readonly removeImage: (id: string) => void;
  readonly setThumbnail: (id: string, thumbnail: Thumbnail) => void;
  readonly setCount: (id: string, count: TokenCount) => void;
  /** Another model: what was counted belongs to the one before. */
  readonly forgetCounts: () => void;
}

export const createShelfSlice: CreateSlice<ShelfSlice> = (set) => ({
  images: [],
  counts: {},
  addImages: (images) =>
    set((state) => {
      const known = new Set(state.images.map((image) => image.id));
      return { images: [...state.images, ...images.filter((image) => !known.has(image.id))] };
    }),
  removeImage: (id) => set((state) => ({ images: state.images.filter((image) => image.id !== id) })),
  setThumbnail: (id, thumbnail) =>
    set((state) => ({
      images: state.images.map((image) => (image.id === id ? { ...image, thumbnail } : image)),
    })),
  setCount: (id, count) => set((state) => ({ counts: { ...state.counts, [id]: count } })),
  forgetCounts: () => set({ counts: {} }),
});

/** Most tokens first; images that are not counted yet stay behind, in the order in which they came. */
export function byTokens(
  images: readonly ShelfImage[],
  counts: Readonly<Record<string, TokenCount>>,
): readonly ShelfImage[] {
  const tokens = (image: ShelfImage) => counts[image.id]?.tokens ?? -1;
  return images.toSorted((a, b) => tokens(b) - tokens(a)); // the sort is stable
}
