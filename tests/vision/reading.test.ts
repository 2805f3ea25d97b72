import { describe, expect, it } from 'vitest';
import { readingInForce, readingNotes } from '../../src-engine/vision/reading.ts';

const tagged = { orientation: 6, transparent: true, alwaysTurned: false } as const;

describe('readingInForce', () => {
  it('turns and drops transparency by path, and does neither with an opened picture', () => {
    expect(readingInForce('path', {}, tagged)).toEqual({
      route: 'path',
      orientation: 6,
      storedOrientation: 6,
      transparent: true,
      transparency: 'drop',
    });
    expect(readingInForce('object', {}, tagged)).toMatchObject({ orientation: 1, transparency: 'white' });
  });

  it('turns TIFF by either route, as Pillow does while it loads one', () => {
    expect(readingInForce('object', {}, { ...tagged, alwaysTurned: true }).orientation).toBe(6);
  });

  it('does what was asked for, whatever route and file say', () => {
    const asked = { orientation: 8, transparency: 'white' } as const;
    expect(readingInForce('path', asked, tagged)).toMatchObject({ ...asked, storedOrientation: 6 });
    expect(readingInForce('path', { orientation: 1 }, tagged).orientation).toBe(1);
    const object = readingInForce('path', { route: 'object' }, tagged);
    expect(object).toMatchObject({ route: 'object', orientation: 1, transparency: 'white' });
  });
});

describe('readingNotes', () => {
  const plain = {
    route: 'path',
    orientation: 1,
    storedOrientation: 1,
    transparent: false,
    transparency: 'drop',
  } as const;

  it('says nothing of a picture that is read as it is', () => {
    expect(readingNotes(plain)).toEqual([]);
  });

  it.each([
    [{ orientation: 6, storedOrientation: 6 }, 'The picture is turned right, as its orientation tag says.'],
    [{ orientation: 8 }, 'The picture is turned left.'],
    [
      { storedOrientation: 3 },
      'The picture is read as it is stored; its orientation tag says turned upside down.',
    ],
    [
      { transparent: true },
      'The picture has transparent parts; the model sees what lies beneath them, or white where one colour stands for all of them.',
    ],
    [{ transparent: true, transparency: 'white' }, 'The picture has transparent parts; they lie on white.'],
  ] as const)('%o', (reading, note) => {
    expect(readingNotes({ ...plain, ...reading })).toEqual([note]);
  });
});
