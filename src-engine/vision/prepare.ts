/** From an image as the caller has it to the views that the encoder reads: decode, resize, crop, normalise. No cache. */
import type { ImageSource, Region } from '../engine.ts';
import type { AnyResSpec, PreprocessSpec, TilesRule, WholeCells } from '../families/spec.ts';
import { anyResViews, planAnyRes } from './anyres.ts';
import type { DecodedImage, DecodeOptions } from './decode.ts';
import { decodeImage } from './decode.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';
import { normalise } from './normalise.ts';
import { padToSquare, squareAround, unpadRegion } from './pad-square.ts';
import { readPixelValues } from './pixel-values.ts';
import { resizePicture } from './resize.ts';
import { ratioGrid, ratioTiledViews } from './ratio-tiles.ts';
import { planTiles, tiledViews } from './tiles.ts';
import { boundNote, wholeCellsSize } from './whole-cells.ts';
import type { Size } from './view-plan.ts';
import { planView, sourceRegion } from './view-plan.ts';

export interface PreparedView {
  readonly pixels: Float32Array; // [3, H, W], or [frames, 3, H, W] of frames that are one view
  /** The rectangle of the source image that this view covers, in source pixels. */
  readonly region: Region;
  /** Of its patches, where pictures keep their shape; else the encoder's own. */
  readonly grid?: { readonly rows: number; readonly columns: number };
}

/** How an image is cut into views; without `anyres` it is one view. */
export interface ViewsSpec extends PreprocessSpec {
  readonly anyres?: Pick<AnyResSpec, 'pinpoints'>;
}

export interface PreparedImage {
  /** One view, or the base view and then the crops or tiles row by row. */
  readonly views: readonly PreparedView[];
  /** The arrangement of the crops or tiles; absent for a single view and for pixel values, which do not tell. */
  readonly crops?: { readonly rows: number; readonly columns: number };
  readonly source: Size; // at full size, turned as it is read, px
  /** Sentences for the user where the pixels are not simply the file's own. */
  readonly notes: readonly string[];
}

/** The views of an image that is decoded already. Throws `unsupported` for an impossible spec. */
export function prepareDecoded(image: DecodedImage, spec: ViewsSpec): PreparedImage {
  if (spec.anyres !== undefined) return prepareAnyRes(image, spec, spec.anyres);
  if (spec.tiles !== undefined) return prepareTiles(image, spec, spec.tiles);
  if (spec.wholeCells !== undefined) return prepareWholeCells(image, spec, spec.wholeCells);
  const seen = spec.padColour === undefined ? image : padToSquare(image, spec.padColour);
  const plan = planView(seen, spec);
  const pixels = normalise(resizePicture(seen, plan.resized, spec, plan.window), spec);
  const region =
    spec.padColour === undefined
      ? sourceRegion(image.stored, plan)
      : unpadRegion(image.stored, sourceRegion(squareAround(image.stored), plan));
  return { views: [{ pixels, region }], source: image.stored, notes: image.notes };
}

function prepareAnyRes(
  image: DecodedImage,
  spec: PreprocessSpec,
  { pinpoints }: Pick<AnyResSpec, 'pinpoints'>,
): PreparedImage {
  const plan = planAnyRes(image, pinpoints, spec.imageSize);
  const views = anyResViews(image, plan, spec, image.stored).map((view) => ({
    pixels: normalise(view.image, spec),
    region: view.region,
  }));
  const [rows, columns] = plan.grid;
  return { views, crops: { rows, columns }, source: image.stored, notes: image.notes };
}

function prepareTiles(image: DecodedImage, spec: PreprocessSpec, rule: TilesRule): PreparedImage {
  const { grid, cut } = tilesOf(image, spec, rule);
  const views = cut.map((view) => ({ pixels: normalise(view.image, spec), region: view.region }));
  const [rows, columns] = grid;
  const crops = rows === 0 ? {} : { crops: { rows, columns } };
  return { views, ...crops, source: image.stored, notes: image.notes };
}

function prepareWholeCells(image: DecodedImage, spec: PreprocessSpec, rule: WholeCells): PreparedImage {
  const size = wholeCellsSize(image.stored, rule);
  const window = { x: 0, y: 0, ...size };
  const pixels = normalise(resizePicture(image, size, spec, window), spec);
  const region = { x: 0, y: 0, width: image.stored.width, height: image.stored.height };
  const grid = { rows: size.height / rule.patchSize, columns: size.width / rule.patchSize };
  const notes = [...image.notes, ...boundNote(image.stored, size, rule)];
  return { views: [{ pixels, region, grid }], source: image.stored, notes };
}

function tilesOf(image: DecodedImage, spec: PreprocessSpec, rule: TilesRule) {
  const { imageSize: side } = spec;
  if (rule.kind === 'by-ratio') {
    const grid = ratioGrid(image.stored, rule, side);
    return { grid, cut: ratioTiledViews(image, grid, side, spec, image.stored) };
  }
  const plan = planTiles(image, rule, side);
  return { grid: plan.grid, cut: tiledViews(image, plan, spec, image.stored) };
}

async function preparePixelValues(
  path: string,
  spec: ViewsSpec,
  limits: ImageLimits,
): Promise<PreparedImage> {
  const { wholeCells } = spec;
  const { views, width, height } = await readPixelValues(path, wholeCells ?? spec.imageSize, limits);
  const source = { width, height };
  const grid =
    wholeCells === undefined
      ? {}
      : { grid: { rows: height / wholeCells.patchSize, columns: width / wholeCells.patchSize } };
  return {
    views: views.map((pixels) => ({ pixels, region: { x: 0, y: 0, ...source }, ...grid })),
    source,
    notes: [],
  };
}

/** Reads, decodes and prepares one image. Throws `bad-input` or `unsupported`. */
export async function prepareImage(
  source: ImageSource,
  spec: ViewsSpec,
  options: Omit<DecodeOptions, 'reading'> = {},
): Promise<PreparedImage> {
  if (source.kind === 'pixel-values')
    return preparePixelValues(source.path, spec, options.limits ?? imageLimits);
  const image = await decodeImage(source, options);
  try {
    return prepareDecoded(image, spec);
  } finally {
    image.rows.release?.();
  }
}
