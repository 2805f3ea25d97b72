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
      const picture = await toPicture(await engine.preview(source, stageSide, { signal: mine.signal }));
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
      notify('error', text, detail);
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
    dispose: () => {
      stops.forEach((stop) => stop());
      controller?.abort();
    },
  };
}

async function toPicture(preview: Preview): Promise<Picture> {
  const bitmap = await createImageBitmap(pngBlob(preview), { imageOrientation: 'none' });
  return { bitmap, width: preview.width, height: preview.height };
}

/** A thumbnail by blob URL; the caller revokes it when the image leaves the shelf. */
export function toThumbnail(preview: Preview): Thumbnail {
  const { width, height } = preview;
  return { kind: 'ready', url: URL.createObjectURL(pngBlob(preview)), width, height };
}

function pngBlob(preview: Preview): Blob {
  return new Blob([new Uint8Array(preview.png)], { type: 'image/png' });
}
