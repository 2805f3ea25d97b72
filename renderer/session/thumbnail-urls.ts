/** Blob URLs of the shelf's thumbnails live as long as the shelf shows them: the bytes behind one lie in the application's main process until it is revoked. */
import type { ShelfImage } from '../state/shelf-slice.ts';
import type { AppStore } from '../state/store.ts';

/** Revokes what leaves the state, for whatever reason; an image that comes back waits for another one. @returns ends it */
export function revokeThumbnails(store: AppStore): () => void {
  return store.subscribe(
    ({ images }) => images,
    (images, before) => {
      const shown = new Set(urlsOf(images));
      for (const url of urlsOf(before)) if (!shown.has(url)) URL.revokeObjectURL(url);
    },
  );
}

/** As an image that left the shelf comes back to it. */
export function withoutThumbnail(image: ShelfImage): ShelfImage {
  return { ...image, thumbnail: { kind: 'waiting' } };
}

const urlsOf = (images: readonly ShelfImage[]): readonly string[] =>
  images.flatMap(({ thumbnail }) => (thumbnail.kind === 'ready' ? [thumbnail.url] : []));
