import { describe, expect, it } from 'vitest';
import { readImages, readOneImage } from '../../src-engine/cli/image-options.ts';

describe('readImages', () => {
  it('keeps the order of several images', () => {
    expect(readImages({ image: ['/b.png', '/a.png'] })).toEqual([
      { kind: 'file', path: '/b.png' },
      { kind: 'file', path: '/a.png' },
    ]);
  });

  it('makes paths absolute', () => {
    expect(readImages({ pixelValues: 'x.safetensors' })).toEqual([
      { kind: 'pixel-values', path: `${process.cwd()}/x.safetensors` },
    ]);
  });

  it('BAD CALL - wants exactly one source', () => {
    expect(() => readImages({})).toThrow('Give an image with --image FILE.');
    expect(() => readImages({ image: ['a'], pixelValues: 'b' })).toThrow(
      '--image and --pixel-values exclude each other; give one of them.',
    );
  });
});

describe('readOneImage', () => {
  it('takes one', () => {
    expect(readOneImage({ image: ['/a.png'] }, 'encode')).toEqual({ kind: 'file', path: '/a.png' });
  });

  it('BAD CALL - refuses two', () => {
    expect(() => readOneImage({ image: ['a', 'b'] }, 'encode')).toThrow('dymu encode takes one image.');
  });
});
