import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { overlayPng } from '../../src-engine/figure/overlay-png.ts';
import { overlaySvg } from '../../src-engine/figure/overlay-svg.ts';
import { textsOf } from './png-chunks.ts';
import { sampleFigure } from './sample-figure.ts';

describe('overlayPng', () => {
  it('renders the figure at twice its size, opaque', async () => {
    const figure = await sampleFigure();
    const { width, height } = overlaySvg(figure);
    const metadata = await sharp(await overlayPng(figure)).metadata();
    expect(metadata).toMatchObject({ format: 'png', width: 2 * width, height: 2 * height, hasAlpha: false });
  });

  it('carries the parameters of the run as text', async () => {
    const figure = await sampleFigure({ model: 'Modell "ä" <1>' });
    const texts = textsOf(await overlayPng(figure));
    expect(JSON.parse(texts['dymu-parameters'] ?? '')).toEqual(figure.parameters);
    expect(texts).toMatchObject({ Software: 'DyMU Explorer', Title: 'Modell "ä" <1>' });
  });
});
