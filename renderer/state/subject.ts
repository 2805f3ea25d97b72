/** What a question is about, as data: the picture on the stage, several of the shelf in an order, or the frames of a video. Pure. */
import type { ImageReading, ImageRoute, PictureRole } from '../../src-engine/engine.ts';
import { memoised } from './collection/memoised.ts';
import { readingKey, readingOf, type OwnReadings } from './reading.ts';
import type { Asked } from './run.ts';
import type { ShelfImage } from './shelf-slice.ts';
import type { AppState } from './store.ts';

export interface Subject {
  readonly kind: 'image' | 'images' | 'video';
  /** In the order in which the model is given them; one at least. */
  readonly images: readonly ShelfImage[];
  /** What its answers are kept under: the id of a lone picture, and the same for several in any order. */
  readonly key: string;
}

/** One of several pictures that a question was about, and how it was read. */
export interface AskedPicture {
  readonly id: string;
  readonly name: string;
  readonly reading: ImageReading;
}

/** Several chosen pictures count only while the one on the stage is among them: whatever else leads to a picture asks about it alone. */
export function subjectOf(
  images: readonly ShelfImage[],
  selected: string | null,
  chosen: readonly string[],
): Subject | null {
  const image = images.find(({ id }) => id === selected);
  if (image === undefined) return null;
  if (image.frame !== undefined) {
    const { video } = image.frame;
    return { kind: 'video', images: framesOf(images, video), key: video };
  }
  const group = chosen.flatMap((id) => images.find((each) => each.id === id) ?? []);
  if (group.length < 2 || !group.includes(image)) return { kind: 'image', images: [image], key: image.id };
  return { kind: 'images', images: group, key: keyOfSeveral(group.map(({ id }) => id)) };
}

/** As what a picture is put to the model. Frames are images in a row for a model without video. */
export function roleIn(
  subject: Subject,
  image: ShelfImage,
  images: readonly ShelfImage[],
  takesVideo: boolean,
): PictureRole {
  if (image.frame === undefined)
    return subject.kind === 'images' && subject.images.includes(image) ? 'several' : 'alone';
  if (takesVideo) return 'frame';
  return framesOf(images, image.frame.video).length > 1 ? 'several' : 'alone';
}

/** Frames of a video that are chosen, in its order. */
export function framesOf(images: readonly ShelfImage[], video: string): readonly ShelfImage[] {
  return images
    .filter(({ frame }) => frame?.video === video)
    .toSorted((a, b) => (a.frame?.index ?? 0) - (b.frame?.index ?? 0));
}

/** The frames that are one view with this one, in their order; itself alone where it is no frame. @param span frames of a view */
export function matesOf(
  image: ShelfImage,
  images: readonly ShelfImage[],
  span: number,
): readonly ShelfImage[] {
  if (image.frame === undefined || span < 2) return [image];
  const frames = framesOf(images, image.frame.video);
  const first = Math.floor(frames.indexOf(image) / span) * span;
  return frames.slice(first, first + span);
}

/** What answers about these are kept under; null without any. */
export function keyOfPictures(images: readonly ShelfImage[]): string | null {
  const [first] = images;
  if (first?.frame !== undefined) return first.frame.video;
  return first === undefined ? null : keyOfSeveral(images.map(({ id }) => id));
}

export function keyOfSeveral(ids: readonly string[]): string {
  return `several ${JSON.stringify(ids.toSorted())}`;
}

const remembered = memoised(subjectOf);

/** The same object for the same pictures. */
export function selectSubject({ images, choices }: Pick<AppState, 'images' | 'choices'>): Subject | null {
  return remembered(images, choices.selected, choices.chosen);
}

export function selectSubjectKey(state: Pick<AppState, 'images' | 'choices'>): string {
  return selectSubject(state)?.key ?? '';
}

/** All open pictures: those that the question is about first, which are on screen side by side. */
export function subjectFirst(state: Pick<AppState, 'images' | 'choices'>): readonly ShelfImage[] {
  const about = selectSubject(state)?.images ?? [];
  return [...about, ...state.images.filter((image) => !about.includes(image))];
}

/** Whether a question is about more than the picture on the stage. */
export function selectSeveral(state: Pick<AppState, 'images' | 'choices'>): boolean {
  return (selectSubject(state)?.images.length ?? 0) > 1;
}

/** Whether the question is about this picture and others. */
export function isOneOfSeveral(state: Pick<AppState, 'images' | 'choices'>, imageId: string | null): boolean {
  const images = selectSubject(state)?.images ?? [];
  return images.length > 1 && images.some(({ id }) => id === imageId);
}

type About = Pick<Asked, 'reading' | 'pictures' | 'video'>;

/** What travels with a question about which pictures it is, in which order, read how. */
export function aboutOf(
  subject: Subject,
  imageRoute: ImageRoute,
  readings: OwnReadings,
  takesVideo: boolean,
): About {
  const choices = { imageRoute, readings };
  const [first] = subject.images;
  if (subject.kind === 'image') return { reading: readingOf(choices, first?.id ?? '') };
  return {
    pictures: subject.images.map(({ id, name }) => ({ id, name, reading: readingOf(choices, id) })),
    ...(subject.kind === 'video' && takesVideo ? { video: true } : {}),
  };
}

/** Why what was asked about is not what would be asked about now, in words; null where it is. Of one key. */
export function aboutOthers(then: About, now: About): string | null {
  const [before, after] = [then.pictures ?? [], now.pictures ?? []];
  const ids = (pictures: readonly AskedPicture[]) => pictures.map(({ id }) => id);
  if (ids(before).toSorted().join('\n') !== ids(after).toSorted().join('\n'))
    return 'Other frames are chosen now.';
  if (ids(before).join('\n') !== ids(after).join('\n')) return 'The pictures stand in another order now.';
  if (before.some(({ reading }, at) => readingKey(reading) !== readingKey(after[at]?.reading ?? {})))
    return 'A picture is read differently now.';
  if (readingKey(then.reading ?? {}) !== readingKey(now.reading ?? {}))
    return 'The picture is read differently now.';
  return (then.video ?? false) === (now.video ?? false)
    ? null
    : 'Its frames are put to the model otherwise now.';
}

/** One picture more or less among the chosen, the picture on the stage always being one of them. */
export function toggled(
  { selected, chosen }: { readonly selected: string | null; readonly chosen: readonly string[] },
  id: string,
): { readonly selected: string; readonly chosen: readonly string[] } {
  const now = selected !== null && chosen.includes(selected) ? chosen : selected === null ? [] : [selected];
  const next = now.includes(id) ? now.filter((each) => each !== id) : [...now, id];
  const [first = id] = next;
  return {
    selected: next.includes(id) ? id : next.includes(selected ?? '') ? (selected ?? first) : first,
    chosen: next.length < 2 ? [] : next,
  };
}

/** Those of a list from one to another, either way round; in the list's order. */
export function stretchOf(order: readonly string[], from: string, to: string): readonly string[] {
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  return a < 0 || b < 0 ? [to] : order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** One of them a step earlier or later. */
export function moved(ids: readonly string[], id: string, by: -1 | 1): readonly string[] {
  const at = ids.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= ids.length) return ids;
  return ids.with(at, ids[to] ?? id).with(to, id);
}
