/** A figure of a 3 x 2 picture seen as 2 x 3 patches in two groups and one single patch. */
import sharp from 'sharp';
import type { Encoding } from '../../src-engine/engine.ts';
import { figureOf, type Figure } from '../../src-engine/figure/figure.ts';

export const encoding: Encoding = {
  model: 'pocket',
  family: 'llava',
  views: [
    {
      grid: [2, 3],
      region: { x: 0, y: 0, width: 300, height: 200 },
      tokens: 2,
      countsPerLayer: [4, 2],
      thresholds: [0.9, 0.8],
      owner: Int32Array.of(0, 1, 2, 3, 1, 2, 0, 0, 1, 0, 0, 1),
      size: Float32Array.of(4, 2),
    },
  ],
  tokens: 2,
  fullTokens: 6,
  target: 2.4,
  source: { width: 300, height: 200 },
  picture: {
    backend: 'pil',
    route: 'object',
    orientation: 6,
    storedOrientation: 6,
    transparent: false,
    transparency: 'drop',
  },
  timings: { imageDecodeMs: 0.6, prepareMs: 0.4, preprocessMs: 1, encodeMs: 2, projectMs: 3 },
  device: 'cpu',
  precision: 'fp32',
};

/** A grey picture of 30 x 20 pixels that stands for one of 300 x 200. */
export async function picture(): Promise<Figure['picture']> {
  const bytes = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#808080' } })
    .png()
    .toBuffer();
  return { bytes, type: 'image/png', width: 300, height: 200 };
}

export async function sampleFigure(changes: Partial<Encoding> = {}): Promise<Figure> {
  const reduction = { method: 'dymu', budget: { kind: 'share', share: 0.4 } } as const;
  return figureOf({ ...encoding, ...changes }, reduction, await picture());
}
