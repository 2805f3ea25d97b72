import { describe, expect, it } from 'vitest';
import { relativeWeightPath, weightsRoot } from '../../src-engine/runtime/weights-root.ts';

describe('weightsRoot', () => {
  it('is the folder of a single file', () => {
    expect(weightsRoot(['/models/pocket/model.safetensors'])).toBe('/models/pocket');
  });

  it('is the deepest folder above files that links scatter', () => {
    const files = ['/cache/blobs/aa', '/cache/blobs/bb', '/cache/snapshots/1/c.safetensors'];
    expect(weightsRoot(files)).toBe('/cache');
    expect(relativeWeightPath('/cache', files[2]!)).toBe('snapshots/1/c.safetensors');
  });

  it('does not take a folder for another whose name it begins', () => {
    expect(weightsRoot(['/models/a/x', '/models/ab/y'])).toBe('/models');
  });

  it('falls back to the root where nothing else is shared', () => {
    expect(weightsRoot(['/a/x', '/b/y'])).toBe('/');
  });
});
