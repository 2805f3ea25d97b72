/** The picture on the stage and the thumbnails, both from the engine, which decodes exactly as the model sees. Keeps the last few. */
import { LRUCache } from 'lru-cache';
import type { Engine, Preview } from '../../src-engine/engine.ts';
import type { ShelfImage, Thumbnail } from '../state/shelf-slice.ts';
import type { Picture } from '../state/stage-slice.ts';
import { readAs, readingKey } from '../state/reading.ts';
import { selectImage, selectReading, selectReadingKey } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import type { Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';

const stageSide = 2048; // px, longest side on the stage
export const thumbnailSide = 320; // px, twice the width on the shelf

export interface PictureLoop {
  /** A picture that did not come from the engine, read as usual; from now on this loop closes it. */
  readonly put: (id: string, picture: Picture) => void;
  readonly dispose: () => void;
}

/** Watches the selected image and puts its picture on the stage. */
export function createPictureLoop({ store, link, traffic }: Deps): PictureLoop {
  const kept = new LRUCache<string, Picture>({ max: 4, dispose: ({ bitmap }) => bitmap.close() });
  let controller: AbortController | null = null;

  async function load({ id, source }: ShelfImage, engine: Engine): Promise<void> {
    controller?.abort();
    const mine = new AbortController();
    controller = mine;
    const leave = traffic.enter();
    const { setPicture, notify } = store.getState();
    const how = selectReading(store.getState());
    const read = { imageId: id, reading: readingKey(how) };
    const current = () => isOf(store.getState(), read);
    setPicture({ kind: 'loading', ...read });
    try {
      const preview = await engine.preview(readAs(source, how), stageSide, { signal: mine.signal });
      const picture = await decodePicture(preview.png, preview);
      kept.set(keyOf(read), picture);
      if (current()) setPicture({ kind: 'ready', ...read, picture });
    } catch (error) {
      if (!current() || wasAborted(error)) return;
      if (engineDied(error)) {
        setPicture({ kind: 'none' });
        return;
      }
      const { text, detail } = sentenceOf(error);
      setPicture({ kind: 'failed', ...read, message: text });
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
    if (picture.kind !== 'none' && isOf(state, picture)) return;
    const read = { imageId: image.id, reading: selectReadingKey(state) };
    const known = kept.get(keyOf(read));
    if (known !== undefined) {
      controller?.abort();
      state.setPicture({ kind: 'ready', ...read, picture: known });
      return;
    }
    const engine = link.connected;
    if (engine !== null) void load(image, engine);
  }

  const stops = [store.subscribe(follow), link.listen(follow)];
  return {
    put: (id, picture) => {
      const read = { imageId: id, reading: '' };
      kept.set(keyOf(read), picture);
      const state = store.getState();
      if (!isOf(state, read)) return;
      controller?.abort();
      state.setPicture({ kind: 'ready', ...read, picture });
    },
    dispose: () => {
      stops.forEach((stop) => stop());
      controller?.abort();
    },
  };
}

interface Read {
  readonly imageId: string;
  readonly reading: string;
}

function keyOf({ imageId, reading }: Read): string {
  return `${imageId}\n${reading}`;
}

/** Whether it is the selected picture, read as it is to be read now. */
function isOf(state: AppState, { imageId, reading }: Read): boolean {
  return state.choices.selected === imageId && selectReadingKey(state) === reading;
}

/** Width and height are the source's, px. Rejects where the bytes are no picture. */
export async function decodePicture(
  bytes: Uint8Array,
  { width, height }: Pick<Picture, 'width' | 'height'>,
): Promise<Picture> {
  const blob = new Blob([new Uint8Array(bytes)]); // its first bytes say what it is
  return { bitmap: await createImageBitmap(blob, { imageOrientation: 'none' }), width, height };
}

/** A thumbnail by blob URL, which is revoked when it leaves the shelf. */
export function toThumbnail({ png, width, height }: Preview, reading: string): Thumbnail {
  const blob = new Blob([new Uint8Array(png)], { type: 'image/png' });
  return { kind: 'ready', url: URL.createObjectURL(blob), width, height, reading };
}
