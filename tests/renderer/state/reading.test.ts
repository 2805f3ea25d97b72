import { describe, expect, it } from 'vitest';
import {
  everyReading,
  readAs,
  readingKey,
  readingOf,
  settled,
  turnedRight,
  withReading,
} from '../../../renderer/state/reading.ts';
import type { ImageSource, Orientation, ReadingInForce } from '../../../src-engine/engine.ts';
import { turnedSize, turnRgb } from '../../../src-engine/vision/orientation.ts';

const orientations: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];
const size = { width: 3, height: 2 };
const rgb = Uint8Array.from({ length: 18 }, (_, i) => i);

describe('turnedRight', () => {
  // 6 is a quarter turn to the right by EXIF 2.32, section 4.6.4 (tag 0x0112): "0th row at the right-hand side, 0th column at the top".
  it.each(orientations)('is the picture of code %i turned once more by code 6', (orientation) => {
    const once = turnRgb(rgb, size, orientation);
    const twice = turnRgb(once, turnedSize(size, orientation), 6);
    expect(turnRgb(rgb, size, turnedRight(orientation))).toEqual(twice);
  });

  it('comes back after four turns and keeps mirror images apart', () => {
    const circle = (from: Orientation) => {
      const codes = [from];
      for (let i = 0; i < 3; i++) codes.push(turnedRight(codes.at(-1) ?? from));
      return codes;
    };
    expect(circle(1)).toEqual([1, 6, 3, 8]);
    expect(circle(2)).toEqual([2, 7, 4, 5]);
  });
});

describe('readAs', () => {
  const source: ImageSource = { kind: 'file', path: '/a.jpg' };

  it('is the source itself as usual, and the same object for the same reading', () => {
    expect(readAs(source, {})).toBe(source);
    const stored = readAs(source, { orientation: 1 });
    expect(stored).toEqual({ ...source, reading: { orientation: 1 } });
    expect(readAs(source, { orientation: 1 })).toBe(stored);
    expect(readAs(source, { route: 'object', orientation: 1 })).not.toBe(stored);
    expect(everyReading(source)).toContain(stored);
  });

  it('leaves pixel values as they are', () => {
    const values: ImageSource = { kind: 'pixel-values', path: '/a.safetensors' };
    expect(readAs(values, { orientation: 6 })).toBe(values);
  });
});

describe('readingOf', () => {
  it('puts the wishes for one picture over the route of all', () => {
    const readings = { a: { orientation: 1 } } as const;
    expect(readingOf({ imageRoute: 'path', readings }, 'b')).toEqual({});
    expect(readingOf({ imageRoute: 'object', readings }, 'a')).toEqual({ route: 'object', orientation: 1 });
    expect(readingOf({ imageRoute: 'object', readings }, 'a')).toBe(
      readingOf({ imageRoute: 'object', readings }, 'a'),
    );
    expect(readingKey({ route: 'object', orientation: 1 })).toBe('object 1');
  });
});

describe('settled', () => {
  const file = (route: 'path' | 'object', storedOrientation: Orientation): ReadingInForce => ({
    route,
    storedOrientation,
    orientation: storedOrientation,
    transparent: true,
    transparency: 'drop',
  });

  it('forgets a wish that route and file grant anyway', () => {
    expect(settled({ orientation: 6 }, file('path', 6))).toEqual({});
    expect(settled({ orientation: 1 }, file('object', 1))).toEqual({});
    expect(settled({ transparency: 'drop' }, file('path', 1))).toEqual({});
    expect(settled({ transparency: 'white' }, file('object', 1))).toEqual({});
  });

  it('keeps what they would not do', () => {
    const own = { orientation: 1, transparency: 'white' } as const;
    expect(settled(own, file('path', 6))).toEqual(own);
    expect(settled({ orientation: 6 }, file('object', 6))).toEqual({ orientation: 6 });
  });
});

describe('withReading', () => {
  it('holds only pictures with a wish', () => {
    const one = withReading({}, 'a', { orientation: 3 });
    expect(one).toEqual({ a: { orientation: 3 } });
    expect(withReading(one, 'a', {})).toEqual({});
  });
});
