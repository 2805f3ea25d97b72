import { describe, expect, it } from 'vitest';
import { newlineCell } from '../../src-engine/merging/image-layout.ts';
import { flatVideoLayout, pooledVideoLayout } from '../../src-engine/merging/video-layout.ts';
import { unmergePlan } from '../../src-engine/merging/virtual-unmerging.ts';
import video from '../fixtures/merging/onevision-video.json' with { type: 'json' };

const mode = video.modes.dtome;
const views = mode.owners.map((owner, frame) => ({
  rowOfCell: Int32Array.from(owner),
  rows: mode.tokens[frame]!,
}));

describe('video layouts', () => {
  it('reproduce the flat map of the golden values', () => {
    const { u, rows } = unmergePlan([{ kind: 'image', layout: flatVideoLayout(4, 7), views }]);
    expect(Array.from(u)).toEqual(mode.flat);
    expect(rows.at(-1)).toEqual({ kind: 'newline', image: 0 });
  });

  it('reproduce the pooled map of the golden values', () => {
    const { u } = unmergePlan([{ kind: 'image', layout: pooledVideoLayout(4, 7), views }]);
    expect(Array.from(u)).toEqual(mode.faithful);
  });

  it('pool odd sides upwards and take the patch under the centre', () => {
    expect(Array.from(pooledVideoLayout(2, 3).cells)).toEqual([0, 2, 6, 8, 9, 11, 15, 17, newlineCell]);
    expect(pooledVideoLayout(1, 27).cells).toHaveLength(14 * 14 + 1);
  });
});
