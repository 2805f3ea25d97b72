/** How a picture is read: what route, file and user say together, and the sentences about it. Touches no pixel. */
import type { ImageReading, ImageRoute, Orientation, ReadingInForce } from '../engine.ts';

/** What a file says of itself that its reading depends on. */
export interface ReadingFacts {
  readonly orientation: Orientation; // its tag, 1 without one
  readonly transparent: boolean;
  /** Pillow turns TIFF while it loads it, so that no processor ever meets it as it is stored. */
  readonly alwaysTurned: boolean;
}

/** @param usually the engine's route */
export function readingInForce(
  usually: ImageRoute,
  asked: ImageReading,
  { orientation, transparent, alwaysTurned }: ReadingFacts,
): ReadingInForce {
  const { route = usually } = asked;
  const usual = route === 'path' || alwaysTurned ? orientation : 1;
  return {
    route,
    orientation: asked.orientation ?? usual,
    storedOrientation: orientation,
    transparent,
    transparency: asked.transparency ?? (route === 'path' ? 'drop' : 'white'),
  };
}

const turns: Readonly<Record<Exclude<Orientation, 1>, string>> = {
  2: 'mirrored',
  3: 'turned upside down',
  4: 'mirrored top to bottom',
  5: 'mirrored and turned left',
  6: 'turned right',
  7: 'mirrored and turned right',
  8: 'turned left',
};

/** Remarks for whoever compares what the model sees with the file: nothing is turned or flattened without a word. */
export function readingNotes({
  orientation,
  storedOrientation: stored,
  transparent,
  transparency,
}: ReadingInForce): string[] {
  const notes: string[] = [];
  if (orientation !== 1) {
    const why = orientation === stored ? ', as its orientation tag says' : '';
    notes.push(`The picture is ${turns[orientation]}${why}.`);
  } else if (stored !== 1) {
    notes.push(`The picture is read as it is stored; its orientation tag says ${turns[stored]}.`);
  }
  if (transparent) {
    notes.push(
      transparency === 'white'
        ? 'The picture has transparent parts; they lie on white.'
        : 'The picture has transparent parts; the model sees what lies beneath them, or white where one colour stands for all of them.',
    );
  }
  return notes;
}
