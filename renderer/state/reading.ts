/** How one picture is to be read, as the window keeps it: what the user wants of it, sources that say so, turning by hand. Pure. */
import type {
  ImageReading,
  ImageRoute,
  ImageSource,
  Orientation,
  ReadingInForce,
} from '../../src-engine/engine.ts';

/** What the user wants of one picture; the rest is as the route of all pictures has it. */
export type OwnReading = Omit<ImageReading, 'route'>;

/** By image id; pictures that are read as usual are not in it. */
export type OwnReadings = Readonly<Record<string, OwnReading>>;

interface Chosen {
  readonly imageRoute: ImageRoute;
  readonly readings: OwnReadings;
}

const usual: OwnReading = {};
const opened = new WeakMap<OwnReading, ImageReading>();

/** What the engine is told about a picture: nothing where it is read as a path is. The same object for the same choices. */
export function readingOf({ imageRoute, readings }: Chosen, imageId: string): ImageReading {
  const own = readings[imageId] ?? usual;
  if (imageRoute === 'path') return own;
  const known = opened.get(own) ?? { route: imageRoute, ...own };
  opened.set(own, known);
  return known;
}

/** Equal for equal readings, empty for the usual one. */
export function readingKey({ route, orientation, transparency }: ImageReading): string {
  return [route, orientation, transparency].filter((part) => part !== undefined).join(' ');
}

/** Without what route and file say anyway, so that a picture turned all the way round is not called changed. */
export function settled(own: OwnReading, { route, storedOrientation }: ReadingInForce): OwnReading {
  const { orientation, transparency } = own;
  const usualTurn = orientation === storedOrientation && (route === 'path' || storedOrientation === 1);
  const usualWhite = transparency === (route === 'path' ? 'drop' : 'white');
  return {
    ...(orientation === undefined || usualTurn ? {} : { orientation }),
    ...(transparency === undefined || usualWhite ? {} : { transparency }),
  };
}

export function withReading(readings: OwnReadings, imageId: string, own: OwnReading): OwnReadings {
  const others = Object.entries(readings).filter(([id]) => id !== imageId);
  return Object.fromEntries(readingKey(own) === '' ? others : [...others, [imageId, own]]);
}

const made = new WeakMap<ImageSource, Map<string, ImageSource>>();

/** The source with a reading: the same object for the same reading, since the engine's open pictures are told apart by their sources. */
export function readAs(source: ImageSource, reading: ImageReading): ImageSource {
  const key = readingKey(reading);
  if (key === '' || source.kind === 'pixel-values') return source;
  const known = made.get(source) ?? new Map<string, ImageSource>();
  made.set(source, known);
  const same = known.get(key) ?? { ...source, reading };
  known.set(key, same);
  return same;
}

/** The source itself and every one that `readAs` has made of it. */
export function everyReading(source: ImageSource): readonly ImageSource[] {
  return [source, ...(made.get(source)?.values() ?? [])];
}

/** EXIF's codes after a quarter turn to the right: four upright ones in a circle, and their four mirror images. */
const quarterTurns: Readonly<Record<Orientation, Orientation>> = {
  1: 6,
  6: 3,
  3: 8,
  8: 1,
  2: 7,
  7: 4,
  4: 5,
  5: 2,
};

export function turnedRight(orientation: Orientation): Orientation {
  return quarterTurns[orientation];
}
