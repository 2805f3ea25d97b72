/** How the scripted engine reads a picture: names decide, `turned` has an orientation tag and `clear` transparent parts. */
import type { ImageSource, OpenImage } from '../../src-engine/engine.ts';
import { readingInForce, readingNotes } from '../../src-engine/vision/reading.ts';

const size = { width: 320, height: 240 };

export function fakeReading(
  source: ImageSource,
): Pick<OpenImage, 'width' | 'height' | 'reading' | 'notes' | 'frames'> {
  const asked = source.kind === 'pixel-values' ? {} : (source.reading ?? {});
  const name = source.kind === 'bytes' ? source.name : source.path;
  const reading = readingInForce('path', asked, {
    orientation: name.includes('turned') ? 6 : 1,
    transparent: name.includes('clear'),
    alwaysTurned: false,
  });
  const turned = reading.orientation >= 5 ? { width: size.height, height: size.width } : size;
  const still = source.kind === 'pixel-values' || source.frame !== undefined || !name.includes('animated');
  return { ...turned, reading, ...(still ? {} : { frames: 24 }), notes: readingNotes(reading) };
}
