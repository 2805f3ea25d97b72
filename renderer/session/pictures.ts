/** The picture on the stage and the thumbnails, both from the engine, which decodes exactly as the model sees. Keeps the last few. */
import { LRUCache } from 'lru-cache';
import type { Engine, ImageSource, Preview } from '../../src-engine/engine.ts';
import type { Thumbnail } from '../state/shelf-slice.ts';
import type { Picture } from '../state/stage-slice.ts';
import { selectImage } from '../state/selectors.ts';
import type { Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';

const stageSide = 2048; // px, longest side on the stage
export const thumbnailSide = 320; // px, twice the width on the shelf

export interface PictureLoop {
  /** A picture that did not come from the engine; from now on this loop closes it. */
  readonly put: (id: string, picture: Picture) => void;
  readonly dispose: () => void;
}

/** Watches the selected image and puts its picture on the stage. */
export function createPictureLoop({ store, link, traffic }: Deps): PictureLoop {
  const kept = new LRUCache<string, Picture>({ max: 4, dispose: ({ bitmap }) => bitmap.close() });
  let controller: AbortController | null = null;

  async function load(id: string, source: ImageSource, engine: Engine): Promise<void> {
    controller?.abort();
    const mine = new AbortController();
    controller = mine;
    const leave = traffic.enter();
    const { setPicture, notify } = store.getState();
    const current = () => store.getState().choices.selected === id;
    setPicture({ kind: 'loading', imageId: id });
    try {
      const preview = await engine.preview(source, stageSide, { signal: mine.signal });
      const picture = await decodePicture(preview.png, preview);
      kept.set(id, picture);
      if (current()) setPicture({ kind: 'ready', imageId: id, picture });
    } catch (error) {
      if (!current() || wasAborted(error)) return;
      if (engineDied(error)) {
        setPicture({ kind: 'none' });
        return;
      }
      const { text, detail } = sentenceOf(error);
      setPicture({ kind: 'failed', imageId: id, message: text });
      notify('error', text, { detail });
    } finally {
      leave();
    }
  }

  function follow(): void {
    const state = store.getState();
    const image = selectImage(state);
    const { picture } = state;
    if (image === null) {
      if (picture.kind !== 'none') state.setPicture({ kind: 'none' });
      return;
    }
    if (picture.kind !== 'none' && picture.imageId === image.id) return;
    const known = kept.get(image.id);
    if (known !== undefined) {
      state.setPicture({ kind: 'ready', imageId: image.id, picture: known });
      return;
    }
    const engine = link.connected;
    if (engine !== null) void load(image.id, image.source, engine);
  }

  const stops = [store.subscribe(follow), link.listen(follow)];
  return {
    put: (id, picture) => {
      kept.set(id, picture);
      const state = store.getState();
      if (state.choices.selected !== id) return;
      controller?.abort();
      state.setPicture({ kind: 'ready', imageId: id, picture });
    },
    dispose: () => {
      stops.forEach((stop) => stop());
      controller?.abort();
    },
  };
}

/** Width and height are the source's, px. Rejects where the bytes are no picture. */
export async function decodePicture(
  bytes: Uint8Array,
  { width, height }: Pick<Picture, 'width' | 'height'>,
): Promise<Picture> {
  const blob = new Blob([new Uint8Array(bytes)]); // its first bytes say what it is
  return { bitmap: await createImageBitmap(blob, { imageOrientation: 'none' }), width, height };
}

/** A thumbnail by blob URL; the caller revokes it when the image leaves the shelf. */
export function toThumbnail({ png, width, height }: Preview): Thumbnail {
  const blob = new Blob([new Uint8Array(png)], { type: 'image/png' });
  return { kind: 'ready', url: URL.createObjectURL(blob), width, height };
}
