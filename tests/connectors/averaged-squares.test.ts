import { describe, expect, it } from 'vitest';
import { connectAveraged } from '../../src-engine/connectors/averaged-squares.ts';
import { cellCount, cellsIn, readFrame } from '../../src-engine/connectors/cells.ts';
import { identityOwner } from '../../src-engine/merging/owner-map.ts';
import { tinySpec } from '../support/specs.ts';

const vision = { ...tinySpec.vision, gridSide: 4, patches: 16, width: 1 };
const video = { tokenId: 1, token: '<video>', square: 2 };
const spec = readFrame({ ...tinySpec, vision, video });
const unchanged = (features: Float32Array) => Promise.resolve(features);

describe('connectAveraged', () => {
  it('gives the projector the mean of every square, square by square', async () => {
    const features = Float32Array.from({ length: 16 }, (_, patch) => patch);
    const view = await connectAveraged({ features, tokens: 16, owner: identityOwner(16) }, unchanged, spec);
    expect([...view.projected]).toEqual([2.5, 4.5, 10.5, 12.5]);
    expect([...view.rowOfCell]).toEqual([0, 1, 2, 3]);
  });

  it('counts a token as often as it holds patches of the square, and equal squares once', async () => {
    const owner = Int32Array.of(0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    const view = await connectAveraged(
      { features: Float32Array.of(4, 8), tokens: 2, owner },
      unchanged,
      spec,
    );
    expect([...view.projected]).toEqual([4, 7]);
    expect([...view.rowOfCell]).toEqual([0, 1, 0, 0]);
  });

  it('takes no tokens that keep places of their own', async () => {
    const view = {
      features: Float32Array.of(1),
      tokens: 1,
      owner: new Int32Array(16),
      anchor: Int32Array.of(0),
    };
    await expect(connectAveraged(view, unchanged, spec)).rejects.toThrow(RangeError);
  });
});

describe('readFrame', () => {
  it('cuts frames into squares where the model averages them, and leaves pictures and other models as they are', () => {
    expect(cellCount(cellsIn(spec))).toBe(4);
    expect(cellCount(cellsIn({ ...tinySpec, vision }))).toBe(16);
    const other = { ...tinySpec, video: { tokenId: 1, token: '<video>' } };
    expect(readFrame(other)).toBe(other);
  });
});
