/** What the engine says of the selected picture as it is read: turned, transparent, shrunk. Lets go of readings that nobody wants any more. */
import type { ImageSource } from '../../src-engine/engine.ts';
import { everyReading, readAs, readingKey, readingOf } from '../state/reading.ts';
import { selectFacts, selectImage, selectReading } from '../state/selectors.ts';
import { animatedWords } from '../words/video-words.ts';
import type { Deps } from './deps.ts';

/** @param asVideo opens the frames of an animation */
export function createPictureFacts(
  { store, link, traffic }: Deps,
  asVideo: (imageId: string) => void,
): { readonly dispose: () => void } {
  const told = new Set<string>();
  let looking: ImageSource | null = null;

  async function look(): Promise<void> {
    const state = store.getState();
    const image = selectImage(state);
    const engine = link.connected;
    if (image === null || engine === null || selectFacts(state) !== null) return;
    const reading = selectReading(state);
    const source = readAs(image.source, reading);
    if (source === looking) return;
    looking = source;
    try {
      const { width, height, reading: inForce, notes, frames } = await engine.open(source);
      const animated = frames === undefined ? {} : { frames };
      state.setFacts(image.id, readingKey(reading), { width, height, reading: inForce, notes, ...animated });
      if (frames !== undefined && !told.has(image.id)) {
        told.add(image.id);
        state.notify('info', animatedWords(image.name, frames), {
          action: { label: 'Open as a video', run: () => asVideo(image.id) },
        });
      }
    } catch {
      // Whoever shows the picture meets the same trouble and says it.
    }
  }

  /** Only when nobody uses them: an answer that is being given goes on with the picture as it was. */
  function letGo(): void {
    const { images, choices } = store.getState();
    for (const { id, source } of images) {
      const wanted = readAs(source, readingOf(choices, id));
      for (const other of everyReading(source)) if (other !== wanted) link.forget(other);
    }
  }

  const stops = [
    store.subscribe(() => void look()),
    link.listen(() => {
      looking = null;
      void look();
    }),
    traffic.listen((state) => {
      if (state === 'idle') letGo();
    }),
  ];
  return { dispose: () => stops.forEach((stop) => stop()) };
}
