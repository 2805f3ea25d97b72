/** The figure as PNG: the SVG rendered, the run's parameters in a text chunk. */
import sharp from 'sharp';
import { figureTexts } from './figure-texts.ts';
import type { Figure } from './figure.ts';
import { overlaySvg } from './overlay-svg.ts';
import { addPngText } from './png-text.ts';

/** Pixels per unit of the figure: print needs about twice the screen's. */
const pixelsPerUnit = 2;

export async function overlayPng(figure: Figure): Promise<Uint8Array> {
  const { svg } = overlaySvg(figure);
  // 72 dpi is one pixel per unit. `unlimited`: an embedded picture may exceed the renderer's limit on text in XML.
  const png = await sharp(Buffer.from(svg), { density: 72 * pixelsPerUnit, unlimited: true })
    .flatten({ background: '#fff' })
    .png({ compressionLevel: 4, adaptiveFiltering: true })
    .toBuffer();
  return addPngText(png, figureTexts(figure));
}
