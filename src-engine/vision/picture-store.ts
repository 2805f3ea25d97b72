/**
 * Pictures decoded once: their pixels, and beneath them the views prepared from them, under one cap of bytes; what was used longest ago goes
 * first and is decoded again when it is needed. Survives no restart.
 */
import { createHash, randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { ImageRef, ImageRoute, ImageSource, OpenImage, ReadingInForce } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { framesIn, pictureBytes } from './animation.ts';
import { decodeBytes } from './decode.ts';
import type { DecodedImage } from './decode.ts';
import { prepareDecoded, prepareImage } from './prepare.ts';
import type { PreparedImage, ViewsSpec } from './prepare.ts';
import { sourceName, statFile } from './read-source.ts';
import type { EncodedImageSource } from './read-source.ts';

/** Views with the times that reading and decoding the picture and preparing them took, whenever that was. */
export interface TimedImage {
  readonly prepared: PreparedImage;
  readonly imageDecodeMs: number;
  readonly prepareMs: number;
  readonly notes: readonly string[];
  /** Absent where pixel values were given. */
  readonly reading?: ReadingInForce;
  /** How many frames of a video it is, where patches span several; absent of a picture. */
  readonly frames?: number;
}

export interface Decoded {
  readonly image: DecodedImage;
  readonly imageDecodeMs: number;
  readonly frames: number; // of an animation; 1 of a still, and of one frame
}

export interface PictureStore {
  /** By which pictures are read unless one says otherwise. */
  readonly route: ImageRoute;
  /** Decodes it now. @param spec of the loaded model, which pixel values need. Throws `bad-input`, `not-loaded`. */
  open(source: ImageSource, spec: ViewsSpec | undefined): Promise<OpenImage>;
  /** Frees everything that was kept of it; later uses are refused. An unknown id is none of our business. */
  forget(id: string): void;
  /** Throws `bad-input` for an id that is not open. */
  sourceOf(ref: ImageRef): ImageSource;
  /** The pixels, decoded where they are not kept or the file has changed. */
  decoded(ref: ImageRef): Promise<Decoded>;
  /** Prepared anew, because the time is reported. */
  prepareAfresh(ref: ImageRef, spec: ViewsSpec): Promise<TimedImage>;
  /** As `prepareAfresh`, at once where the views are kept. */
  prepare(ref: ImageRef, spec: ViewsSpec): Promise<TimedImage>;
  /** Kept views only, for one pass over many files: their pixels would push everything else out. */
  views(source: ImageSource, spec: ViewsSpec): Promise<PreparedImage>;
  clear(): void;
}

/** About five photographs of 12 million pixels with their views. */
const defaultBytes = 256 * 1024 * 1024;
/** Of pasted pictures, whose bytes nobody else has: they are kept until they are forgotten. */
const pastedBytes = 512 * 1024 * 1024;

interface Opened {
  readonly source: ImageSource;
  readonly key: string; // what the file or the bytes were when it was opened
}

export interface PictureStoreOptions {
  readonly route?: ImageRoute; // 'path' unless said
  readonly maxBytes?: number; // of pixels and views together
}

export function createPictureStore({
  route = 'path',
  maxBytes = defaultBytes,
}: PictureStoreOptions = {}): PictureStore {
  const opened = new Map<string, Opened>();
  const pixels = new Map<string, Promise<Decoded>>(); // being decoded
  const kept = new LRUCache<string, Decoded | TimedImage>({ maxSize: maxBytes, sizeCalculation: bytesOf });

  function sourceOf(ref: ImageRef): ImageSource {
    if (ref.kind !== 'open') return ref;
    const known = opened.get(ref.id);
    if (known !== undefined) return known.source;
    throw new EngineError('bad-input', 'This picture is not open any more', { remedy: 'open it again' });
  }

  async function keyOf(ref: ImageRef): Promise<string> {
    const source = sourceOf(ref);
    const known = ref.kind === 'open' ? opened.get(ref.id) : undefined;
    return source.kind === 'bytes' && known !== undefined ? known.key : identify(source);
  }

  function drop(key: string): void {
    for (const name of [...kept.keys()]) if (name.startsWith(key)) kept.delete(name);
  }

  function decode(source: EncodedImageSource, key: string): Promise<Decoded> {
    const known = kept.get(key);
    if (known !== undefined && 'image' in known) return Promise.resolve(known);
    const running = pixels.get(key);
    if (running !== undefined) return running;
    const started = performance.now();
    const work = pictureBytes(source)
      .then(async (bytes) => {
        const image = await decodeBytes(bytes, sourceName(source), { route, reading: source.reading ?? {} });
        const imageDecodeMs = performance.now() - started;
        const frames = source.frame === undefined ? await framesIn(bytes) : 1;
        const decoded = { image, imageDecodeMs, frames };
        kept.set(key, decoded);
        return decoded;
      })
      .finally(() => pixels.delete(key));
    pixels.set(key, work);
    return work;
  }

  async function prepareAfresh(ref: ImageRef, spec: ViewsSpec): Promise<TimedImage> {
    const source = sourceOf(ref);
    const key = await keyOf(ref);
    const changed = noteOfChange(ref, key);
    const started = performance.now();
    if (source.kind === 'pixel-values') {
      const prepared = await prepareImage(source, spec);
      return { prepared, imageDecodeMs: performance.now() - started, prepareMs: 0, notes: changed };
    }
    const { image, imageDecodeMs } = await decode(source, key);
    const begun = performance.now();
    const prepared = prepareDecoded(image, spec);
    const prepareMs = performance.now() - begun;
    return {
      prepared,
      imageDecodeMs,
      prepareMs,
      notes: [...prepared.notes, ...changed],
      reading: image.reading,
    };
  }

  /** A file that is another one by now was read again, and what is on screen of it may be the old one. */
  function noteOfChange(ref: ImageRef, key: string): string[] {
    const known = ref.kind === 'open' ? opened.get(ref.id) : undefined;
    if (known === undefined || known.key === key) return [];
    if (![...opened.values()].some((other) => other !== known && other.key === known.key)) drop(known.key);
    return [`${sourceName(known.source)} has changed on disk since it was opened and was read again.`];
  }

  return {
    route,
    sourceOf,
    prepareAfresh,
    async open(source, spec) {
      const key = await identify(source);
      const facts = await look(source, key, spec);
      if (source.kind === 'bytes') checkPasted(opened, source.bytes);
      const id = randomUUID(); // of no meaning to an engine that was started later
      opened.set(id, { source, key });
      return { id, name: basename(source.kind === 'bytes' ? source.name : source.path), ...facts };
    },
    forget(id) {
      const known = opened.get(id);
      opened.delete(id);
      if (known !== undefined && ![...opened.values()].some(({ key }) => key === known.key)) drop(known.key);
    },
    async decoded(ref) {
      const source = sourceOf(ref);
      if (source.kind === 'pixel-values')
        throw new EngineError('bad-input', `${sourceName(source)} holds pixel values, not a picture`);
      return decode(source, await keyOf(ref));
    },
    async prepare(ref, spec) {
      const name = `${await keyOf(ref)} ${JSON.stringify(spec)}`;
      const known = kept.get(name);
      if (known !== undefined && 'prepared' in known) return known;
      const timed = await prepareAfresh(ref, spec);
      kept.set(name, timed);
      return timed;
    },
    async views(source, spec) {
      const name = `${await identify(source)} ${JSON.stringify(spec)}`;
      const known = kept.get(name);
      if (known !== undefined && 'prepared' in known) return known.prepared;
      const prepared = await prepareImage(source, spec, { route });
      kept.set(name, { prepared, imageDecodeMs: 0, prepareMs: 0, notes: [] });
      return prepared;
    },
    clear() {
      opened.clear();
      kept.clear();
    },
  };

  async function look(
    source: ImageSource,
    key: string,
    spec: ViewsSpec | undefined,
  ): Promise<Omit<OpenImage, 'id' | 'name'>> {
    if (source.kind !== 'pixel-values') {
      const { image, imageDecodeMs, frames } = await decode(source, key);
      const { stored, reading, notes } = image;
      const animated = frames > 1 ? { frames } : {};
      return { ...stored, decodeMs: imageDecodeMs, reading, ...animated, notes };
    }
    if (spec === undefined)
      throw new EngineError('not-loaded', 'Pixel values can be opened only when a model is loaded', {
        remedy: { kind: 'load-model' },
      });
    const started = performance.now();
    const { source: size } = await prepareImage(source, spec);
    return { ...size, decodeMs: performance.now() - started, reading: asGiven, notes: [] };
  }
}

/** Pixel values are what they are. */
const asGiven: ReadingInForce = {
  route: 'path',
  orientation: 1,
  storedOrientation: 1,
  transparent: false,
  transparency: 'drop',
};

/** Equal for the same file at the same time and size, or the same bytes, to be read in the same way. */
async function identify(source: ImageSource): Promise<string> {
  if (source.kind === 'pixel-values') return JSON.stringify(await fileKey(source));
  const { route, orientation, transparency } = source.reading ?? {};
  const what =
    source.kind === 'bytes'
      ? ['sha1', createHash('sha1').update(source.bytes).digest('hex')]
      : await fileKey(source);
  return JSON.stringify([...what, route, orientation, transparency, source.frame]);
}

async function fileKey({ kind, path }: Exclude<ImageSource, { kind: 'bytes' }>): Promise<unknown[]> {
  const { mtimeMs, size } = await statFile(path);
  return [kind, path, mtimeMs, size];
}

function bytesOf(entry: Decoded | TimedImage): number {
  if ('image' in entry) return Math.max(1, entry.image.width * entry.image.height * 3);
  return entry.prepared.views.reduce((sum, { pixels }) => sum + pixels.byteLength, 1);
}

function checkPasted(opened: ReadonlyMap<string, Opened>, added: Uint8Array): void {
  let sum = added.byteLength;
  for (const { source } of opened.values()) if (source.kind === 'bytes') sum += source.bytes.byteLength;
  if (sum <= pastedBytes) return;
  throw new EngineError(
    'bad-input',
    `Pasted pictures of more than ${pastedBytes / 1_048_576} MB together are open`,
    { remedy: 'close some of them, or save them as files and open those' },
  );
}
