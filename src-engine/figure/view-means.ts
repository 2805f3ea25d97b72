/** The mean colour of every token of a figure's views, from the picture that the figure shows. */
import sharp from 'sharp';
import { meanColours, patchColours } from '../merging/mean-colours.ts';
import type { Figure } from './figure.ts';

const longestSide = 512; // px; some hundred pixels a patch are enough for a mean

/** The same figure, its views with means. */
export async function withMeans(figure: Figure): Promise<Figure> {
  const { bytes, width, height } = figure.picture;
  const { data, info } = await sharp(bytes)
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [across, down] = [info.width / width, info.height / height];
  const pixels = { data, width: info.width, height: info.height, channels: 3 } as const;
  const views = figure.views.map((view) => {
    const { x, y, width: regionWidth, height: regionHeight } = view.region;
    const region = { x: x * across, y: y * down, width: regionWidth * across, height: regionHeight * down };
    return { ...view, means: meanColours(patchColours(pixels, region, view.grid), view.owner, view.tokens) };
  });
  return { ...figure, views };
}
