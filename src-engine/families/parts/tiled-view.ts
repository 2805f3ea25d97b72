/** Image processors that cut a picture into tiles and an overview: how each is prepared. Where tiles lie is vision/'s work. */
import type { PreprocessSpec, TilesRule } from '../spec.ts';
import {
  checkSteps,
  classDefaults,
  clipColours,
  normalisation,
  resizeFilter,
  sizeWithoutLongest,
  unsupportedBy,
} from './processor.ts';
import type { Colours, ImageProcessor } from './processor.ts';

interface TypeDefaults extends Colours {
  readonly longestEdge: number; // px
  readonly side: number; // px of a tile
}

const usual: TypeDefaults = {
  longestEdge: 4 * 364,
  side: 364,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
};

const defaultsByType: ReadonlyMap<string, TypeDefaults> = new Map([
  ['Idefics3ImageProcessor', usual],
  ['SmolVLMImageProcessor', usual],
]);

/** Resample 1 of Pillow's numbers. */
const lanczos = 1;

/** More tiles along a side than any published model cuts; each view costs its pixels and a run of the encoder. */
const mostPerSide = 12;

function tilesRule(processor: ImageProcessor, imageSize: number, defaults: TypeDefaults): TilesRule {
  const { size, max_image_size: tile, do_image_splitting: split } = processor.fields;
  const side = tile?.longest_edge ?? defaults.side;
  if (side !== imageSize)
    throw unsupportedBy(
      processor,
      `max_image_size {longest_edge: ${side}} is not the ${imageSize} px that the vision tower takes`,
    );
  if (size !== undefined && size !== null && (typeof size === 'number' || !('longest_edge' in size)))
    throw unsupportedBy(processor, 'size is not {longest_edge}, which this class takes');
  const rule = { longestEdge: size?.longest_edge ?? defaults.longestEdge, split: split ?? true };
  if (rule.split && rule.longestEdge > mostPerSide * side)
    throw unsupportedBy(
      processor,
      `size {longest_edge: ${rule.longestEdge}} cuts pictures into more than ${mostPerSide} tiles of ${side} px along a side`,
    );
  return rule;
}

/** Throws `unsupported`, naming the field. */
export function tiledView(processor: ImageProcessor, imageSize: number): PreprocessSpec {
  const defaults = classDefaults(processor, defaultsByType);
  checkSteps(processor);
  return {
    backend: processor.backend,
    rule: { kind: 'squash' },
    tiles: tilesRule(processor, imageSize, defaults),
    filter: resizeFilter(processor, lanczos),
    imageSize,
    ...normalisation(processor, defaults),
  };
}

interface RatioDefaults extends Colours {
  readonly side: number; // px of a tile
  readonly least: number; // tiles
  readonly most: number;
}

const ratioDefaults: ReadonlyMap<string, RatioDefaults> = new Map([
  ['GotOcr2ImageProcessor', { side: 384, least: 1, most: 12, ...clipColours }],
]);

/** What InternVL's processor does, which cuts tiles whatever its file says of `crop_to_patches`. Throws `unsupported`, naming the field. */
export function ratioTilesView(processor: ImageProcessor, imageSize: number): PreprocessSpec {
  const defaults = classDefaults(processor, ratioDefaults);
  checkSteps(processor);
  const size = sizeWithoutLongest(processor) ?? { height: defaults.side, width: defaults.side };
  if (
    typeof size === 'number' ||
    !('height' in size) ||
    size.height !== imageSize ||
    size.width !== imageSize
  )
    throw unsupportedBy(
      processor,
      `size is not the {height: ${imageSize}, width: ${imageSize}} that the vision tower takes`,
    );
  const { min_patches: least, max_patches: most } = processor.fields;
  const tiles: TilesRule = {
    kind: 'by-ratio',
    least: least ?? defaults.least,
    most: most ?? defaults.most,
  };
  if (tiles.least > tiles.most)
    throw unsupportedBy(processor, `min_patches ${tiles.least} is more than max_patches ${tiles.most}`);
  return {
    backend: processor.backend,
    rule: { kind: 'squash' },
    tiles,
    filter: resizeFilter(processor),
    imageSize,
    ...normalisation(processor, defaults),
  };
}
