import { describe, expect, it } from 'vitest';
import { fittingPart } from '../../src-engine/bench/memory.ts';
import type { MemoryQuestion } from '../../src-engine/bench/memory.ts';
import { shapes } from '../../src-engine/bench/shapes.ts';
import { shapeSubject } from '../../src-engine/bench/subject.ts';
import type { EngineError } from '../../src-engine/errors.ts';

const subject = shapeSubject('llava-1.5-7b', shapes['llava-1.5-7b'], {
  cacheDirectory: '/nowhere',
  imageBackend: 'torchvision',
});
const question = (asked: Partial<MemoryQuestion>): MemoryQuestion => ({
  ...subject,
  precision: 'fp32',
  forms: {},
  stages: ['encode', 'language'],
  languageLayers: undefined,
  picture: 'usual',
  available: 20e9,
  ...asked,
});
const failure = (asked: Partial<MemoryQuestion>): EngineError | undefined => {
  try {
    fittingPart(question(asked));
    return undefined;
  } catch (error) {
    return error as EngineError;
  }
};

describe('what is measured of a shape', () => {
  it('is all of it where that fits', () => {
    const part = fittingPart(question({ precision: 'int4' }));
    expect(part.spec.text.layers).toBe(32);
    expect(part.tensors).toHaveLength(subject.tensors.length);
  });

  it('is refused where it does not, with the ways out', () => {
    expect(failure({})?.message).toMatch(
      /^To measure llava-1\.5-7b, it takes about 2\d\.\d GB of memory in fp32, but 20\.0 GB are free; measure as many layers of its language model as fit, its encoder alone, or in int8 or int4\.$/,
    );
  });

  it('is as many layers as fit, where that is asked for', () => {
    const part = fittingPart(question({ languageLayers: 'fit' }));
    expect(part.spec.text.layers).toBeGreaterThan(10);
    expect(part.spec.text.layers).toBeLessThan(32);
    expect(part.estimatedBytes).toBeLessThan(20e9);
    const last = `text.layers.${part.spec.text.layers}.`;
    expect(part.tensors.some(({ name }) => name.startsWith(last))).toBe(false);
    expect(part.tensors.some(({ name }) => name === 'text.head')).toBe(true);
  });

  it('leaves the language model out where only the encoder is asked for', () => {
    const part = fittingPart(question({ stages: ['encode'], available: 4e9 }));
    expect(part.tensors.some(({ name }) => name.startsWith('text.'))).toBe(false);
    expect(failure({ stages: ['encode'], available: 1e9 })?.message).toContain('its encoder takes about');
  });

  it('has no more layers than there are, and not one where not even that fits', () => {
    expect(failure({ languageLayers: 33 })?.message).toBe(
      'The language model of llava-1.5-7b has 32 layers, not 33; measure 32 at most.',
    );
    expect(failure({ languageLayers: 'fit', available: 1e9 })?.message).toContain(
      'one layer of its language model takes about',
    );
  });
});
