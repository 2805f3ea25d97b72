/** Pictures as the shelf has them: those that come with the application, and the user's own. */
import type { ShelfItem } from '../../electron/bridge.ts';
import type { ImageSource } from '../../src-engine/engine.ts';
import type { ShelfImage } from '../state/shelf-slice.ts';

export function samplePicture({ path, title, questions, kind, credit, known }: ShelfItem): ShelfImage {
  return {
    id: path,
    name: title,
    source: { kind: 'file', path },
    kind,
    credit: credit ?? null,
    questions,
    known: known ?? [],
    thumbnail: { kind: 'waiting' },
  };
}

/** Nothing of it has been looked at yet. */
export function ownPicture(id: string, name: string, source: ImageSource): ShelfImage {
  return {
    ...{ id, name, source },
    kind: 'own',
    credit: null,
    questions: [],
    known: [],
    thumbnail: { kind: 'waiting' },
  };
}

/** What a frame of a video is called among the pictures of the shelf. */
export function frameId(video: string, index: number): string {
  return `${video} #${index}`;
}

/** What a sample is called wherever the application lies: the name of its file. */
export function sampleName(image: ShelfImage): string {
  return image.id.split(/[\\/]/u).at(-1) ?? image.id;
}

/** Under which name bytes that have no file are kept: the id of the first picture that has them. The frames of an animation share them. */
export function keptNames(images: readonly ShelfImage[]): ReadonlyMap<Uint8Array, string> {
  const names = new Map<Uint8Array, string>();
  for (const { id, source } of images)
    if (source.kind === 'bytes' && !names.has(source.bytes)) names.set(source.bytes, id);
  return names;
}
