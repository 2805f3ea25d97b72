/** Pictures off the shelf, and back. */
import { ownRegions, withRegions, type Regions } from '../state/regions/list.ts';
import { everyReading, withReading, type OwnReading } from '../state/reading.ts';
import type { ShelfImage } from '../state/shelf-slice.ts';
import { closedWords } from '../words/shelf-words.ts';
import type { Deps } from './deps.ts';
import { withoutThumbnail } from './thumbnail-urls.ts';

export interface Closing {
  readonly close: (ids: readonly string[]) => void;
  /** What was closed last. */
  readonly reopen: () => void;
}

interface Closed {
  readonly image: ShelfImage;
  readonly at: number; // place among those that were open then
  readonly reading: OwnReading;
  readonly regions: Regions;
}

const mostSteps = 20;

export function createClosing({ store, link }: Deps): Closing {
  const steps: { readonly closed: readonly Closed[]; readonly selected: string | null }[] = [];

  function close(ids: readonly string[]): void {
    const { images, choices, notify, setClosedImages } = store.getState();
    const videos = new Set(
      images.flatMap(({ id, frame }) => (frame !== undefined && ids.includes(id) ? [frame.video] : [])),
    );
    const closed = images.flatMap((image, at): Closed[] =>
      ids.includes(image.id) || videos.has(image.frame?.video ?? '')
        ? [
            {
              ...{ image, at, reading: choices.readings[image.id] ?? {} },
              regions: ownRegions(choices.regions, image.id),
            },
          ]
        : [],
    );
    if (closed.length === 0) return;
    steps.push({ closed, selected: choices.selected });
    if (steps.length > mostSteps) steps.shift();
    for (const { image } of closed) remove(image);
    setClosedImages(steps.length);
    const names = new Set(closed.map(({ image }) => image.frame?.name ?? image.name));
    notify('info', closedWords([...names]), {
      action: { label: 'Undo', run: reopen },
    });
  }

  function remove(image: ShelfImage): void {
    const { images, forgetImage, removeImage } = store.getState();
    const at = images.indexOf(image);
    removeImage(image.id);
    everyReading(image.source).forEach(link.forget);
    forgetImage(image.id, (images[at + 1] ?? images[at - 1])?.id ?? null);
  }

  function reopen(): void {
    const step = steps.pop();
    if (step === undefined) return;
    const { insertImages, settle, choose, setClosedImages } = store.getState();
    insertImages(step.closed.map(({ image, at }) => ({ at, image: withoutThumbnail(image) })));
    for (const { image, reading, regions } of step.closed) {
      const { choices } = store.getState();
      settle({
        readings: withReading(choices.readings, image.id, reading),
        regions: withRegions(choices.regions, image.id, regions),
      });
    }
    setClosedImages(steps.length);
    const again = step.closed.find(({ image }) => image.id === step.selected) ?? step.closed[0];
    if (again !== undefined) choose({ selected: again.image.id, pin: null });
  }

  return { close, reopen };
}
