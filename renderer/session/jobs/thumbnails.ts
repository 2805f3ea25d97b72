/** Jobs: the thumbnails of images that came without one. */
import type { CallOptions, Engine } from '../../../src-engine/engine.ts';
import type { ShelfImage } from '../../state/shelf-slice.ts';
import type { AppStore } from '../../state/store.ts';
import { engineDied, sentenceOf, wasAborted } from '../engine-link.ts';
import { thumbnailSide, toThumbnail } from '../pictures.ts';
import type { JobSource } from '../scheduler.ts';

export function thumbnailJobs(store: AppStore): JobSource {
  async function make(image: ShelfImage, engine: Engine, call: CallOptions): Promise<void> {
    const { setThumbnail } = store.getState();
    try {
      setThumbnail(image.id, toThumbnail(await engine.preview(image.source, thumbnailSide, call)));
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) throw error;
      setThumbnail(image.id, { kind: 'failed', message: sentenceOf(error).text });
    }
  }

  return {
    next: () => {
      const bare = store.getState().images.find(({ thumbnail }) => thumbnail.kind === 'waiting');
      if (bare === undefined) return null;
      return {
        key: `thumbnail\n${bare.id}`,
        urgency: 'seen',
        run: (engine, call) => make(bare, engine, call),
      };
    },
    watch: (wake) => store.subscribe(({ images }) => images, wake),
  };
}
