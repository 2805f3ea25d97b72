/** Idle tasks: the thumbnails of images that came without one, or that are read in another way by now. */
import { shallow } from 'zustand/shallow';
import type { CallOptions, Engine } from '../../../src-engine/engine.ts';
import { readAs, readingKey, readingOf } from '../../state/reading.ts';
import type { ShelfImage } from '../../state/shelf-slice.ts';
import type { AppStore } from '../../state/store.ts';
import { subjectFirst } from '../../state/subject.ts';
import { engineDied, sentenceOf, wasAborted } from '../engine-link.ts';
import { thumbnailSide, toThumbnail } from '../pictures.ts';
import type { IdleTaskSource } from '../scheduler.ts';

export function thumbnailTasks(store: AppStore): IdleTaskSource {
  async function make(image: ShelfImage, engine: Engine, call: CallOptions): Promise<void> {
    const { setThumbnail, choices } = store.getState();
    const reading = readingOf(choices, image.id);
    try {
      const preview = await engine.preview(readAs(image.source, reading), thumbnailSide, call);
      if (store.getState().images.some(({ id }) => id === image.id))
        setThumbnail(image.id, toThumbnail(preview, readingKey(reading)));
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) throw error;
      setThumbnail(image.id, { kind: 'failed', message: sentenceOf(error).text });
    }
  }

  return {
    next: () => {
      const state = store.getState();
      const keyOf = (id: string) => readingKey(readingOf(state.choices, id));
      const due = subjectFirst(state).find(
        ({ id, thumbnail }) =>
          thumbnail.kind === 'waiting' || (thumbnail.kind === 'ready' && thumbnail.reading !== keyOf(id)),
      );
      if (due === undefined) return null;
      return {
        key: `thumbnail\n${due.id}\n${keyOf(due.id)}`,
        urgency: 'seen',
        run: (engine, call) => make(due, engine, call),
      };
    },
    watch: (wake) =>
      store.subscribe(
        ({ images, choices }) => ({ images, route: choices.imageRoute, readings: choices.readings }),
        wake,
        { equalityFn: shallow },
      ),
  };
}
