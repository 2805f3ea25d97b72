/** Idle tasks: the thumbnails of the collection's images in sight. */
import type { CallOptions, Engine, ImageSource } from '../../../src-engine/engine.ts';
import type { AppStore } from '../../state/store.ts';
import type { Thumbnails } from '../collection/thumbnails.ts';
import { engineDied, wasAborted, type EngineLink } from '../engine-link.ts';
import type { IdleTaskSource } from '../scheduler.ts';

const tileSide = 256; // px, enough for a tile on a dense screen

export function collectionThumbnailTasks(
  store: AppStore,
  link: Pick<EngineLink, 'forget'>,
  thumbnails: Thumbnails,
): IdleTaskSource {
  async function make(path: string, engine: Engine, call: CallOptions): Promise<void> {
    const source: ImageSource = { kind: 'file', path };
    try {
      thumbnails.put(path, await engine.preview(source, tileSide, call));
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) throw error;
      thumbnails.fail(path);
    } finally {
      link.forget(source); // the engine keeps no picture that is only looked at
    }
  }

  return {
    next: () => {
      const path = store.getState().view === 'collection' ? thumbnails.missing() : null;
      if (path === null) return null;
      return {
        key: `collection thumbnail\n${path}`,
        urgency: 'seen',
        run: (engine, call) => make(path, engine, call),
      };
    },
    watch: (wake) => thumbnails.onShow(wake),
  };
}
