import { describe, expect, it } from 'vitest';
import { encoderBytes, sharesSessions } from '../../src-engine/inference/tower-copies.ts';

/** CLIP ViT-L/14-336, 23 of 24 layers; SigLIP so400m, 26 of 27; CLIP ViT-B/16. */
const large = { executedLayers: 23, width: 1024, mlpWidth: 4096 };
const so400m = { executedLayers: 26, width: 1152, mlpWidth: 4304 };
const base = { executedLayers: 11, width: 768, mlpWidth: 3072 };

describe('an encoder in memory', () => {
  it('has 4 D² + 2 D F numbers a layer, 4 bytes each', () => {
    expect(encoderBytes(large)).toBe(23 * (4 * 1024 ** 2 + 2 * 1024 * 4096) * 4); // 1.16 GB
  });

  it('is there once for all kinds of run on the CPU, unless a copy costs little', () => {
    expect([large, so400m, base].map((vision) => sharesSessions(vision, 'cpu'))).toEqual([true, true, true]);
    expect(sharesSessions({ executedLayers: 12, width: 192, mlpWidth: 768 }, 'cpu')).toBe(false); // the embedded model
  });

  it('is there once for each kind of run on a GPU', () => {
    expect(sharesSessions(so400m, 'webgpu')).toBe(false);
  });
});
