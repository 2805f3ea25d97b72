/** What stands at one visual place of the prompt: an image (one view, or base view and crops) or a video, prepared and laid out. No model runs. */
import { cellCount, cellGrid, cellsIn, readFrame } from '../connectors/cells.ts';
import type { Pooling } from '../connectors/pooled.ts';
import type { ImageSource, Layout, PictureRole, Visual } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { Remedy } from '../remedy.ts';
import type { EncoderSpec, ModelSpec } from '../families/spec.ts';
import { faithfulLayout, stitchedGrid } from '../merging/faithful-layout.ts';
import type { AnyResGeometry } from '../merging/faithful-layout.ts';
import { flatLayout, newlineCell } from '../merging/image-layout.ts';
import type { ImageLayout } from '../merging/image-layout.ts';
import { flatVideoLayout, pooledVideoLayout } from '../merging/video-layout.ts';
import type { PreparedImage, ViewsSpec } from '../vision/prepare.ts';

export interface VisualInput {
  readonly kind: 'image' | 'video';
  /** The image, or the frames in order. */
  readonly images: readonly PreparedImage[];
  /** Where in the prompt it stands: nearly always one place. Tiles have one each, with text between them. */
  readonly places: readonly VisualPlace[];
  /** What the unmerged model interpolates, where its positions are not patches; merged tokens are pointed at by nearest cell instead. */
  readonly pooling?: Pooling;
}

export interface VisualPlace {
  readonly layout: ImageLayout;
  /** Numbers of the views that stand there; all of them unless said. */
  readonly views?: readonly number[];
}

/** Positions of every place, in the order of the prompt. */
export function placeLengths(inputs: readonly VisualInput[]): readonly number[] {
  return inputs.flatMap(({ places }) => places.map(({ layout }) => layout.cells.length));
}

type Cutting = Pick<EncoderSpec, 'preprocess' | 'anyres' | 'video'>;

/**
 * How a picture of a question is cut. OneVision cuts a lone image into views; each of several it centres on a square of the mean
 * colour and takes as one view, and a frame of a video it squashes.
 */
export function viewsSpec({ preprocess, anyres, video }: Cutting, role: PictureRole): ViewsSpec {
  if (role === 'frame') return video?.preprocess ?? preprocess;
  if (anyres === undefined) return preprocess;
  if (role === 'alone' || !anyres.singleImageOnly) return { ...preprocess, anyres };
  const { squareColour } = preprocess;
  return squareColour === undefined ? preprocess : { ...preprocess, padColour: squareColour };
}

/** Of the pictures of a question in which it does not matter how many they are. */
export function roleIn({ kind }: Pick<Visual, 'kind'>): PictureRole {
  return kind === 'video' ? 'frame' : 'alone';
}

/** The encoder as a picture of a question meets it: behind it frames may be read in another way. */
export function specAs<S extends EncoderSpec>(spec: S, role: PictureRole): S {
  return role === 'frame' ? readFrame(spec) : spec;
}

/** Those in which a picture becomes other views than alone. A model without video has no frames. */
export function otherRoles(
  spec: Cutting & Pick<EncoderSpec, 'vision'>,
): readonly Exclude<PictureRole, 'alone'>[] {
  const how = (role: PictureRole) => JSON.stringify(viewsSpec(spec, role));
  const roles = spec.video === undefined ? (['several'] as const) : (['several', 'frame'] as const);
  const joined = (role: PictureRole) => role === 'frame' && spec.vision.freeGrid !== undefined;
  return roles.filter((role) => joined(role) || how(role) !== how('alone'));
}

/** Throws `unsupported` for a frame of a video where the model takes none. */
export function requireRole(
  role: PictureRole,
  { name, family, video }: Pick<EncoderSpec, 'name' | 'family' | 'video'>,
): void {
  if (role !== 'frame' || video !== undefined) return;
  throw new EngineError('unsupported', `${name} (${family}) takes images but no video`, {
    remedy: 'encode the frame as one of several images',
  });
}

export function imageInput(
  spec: ModelSpec,
  image: PreparedImage,
  source: ImageSource,
  layout: Layout,
): VisualInput {
  const pooling = layout === 'faithful' ? gridPooling(spec, image) : undefined;
  return {
    kind: 'image',
    images: [image],
    places: placesOfImage(spec, image, source, layout),
    ...(pooling === undefined ? {} : { pooling }),
  };
}

export function videoInput(spec: ModelSpec, frames: readonly PreparedImage[], layout: Layout): VisualInput {
  const { gridSide } = spec.vision;
  const grid = frames[0]?.views[0]?.grid;
  const cells = cellsIn(readFrame(spec), grid);
  if (grid !== undefined)
    return {
      kind: 'video',
      images: frames,
      places: [
        {
          layout: {
            ...flatLayout(frames.length, cellCount(cells)),
            grid: cellGrid(cells),
            timeStep: spec.text.mrope?.timeStep,
          },
        },
      ],
    };
  // Squares are averaged: the model's own cells in either layout, and no newline.
  if (cells.square > 1)
    return {
      kind: 'video',
      images: frames,
      places: [{ layout: flatLayout(frames.length, cellCount(cells)) }],
    };
  if (layout === 'flat')
    return { kind: 'video', images: frames, places: [{ layout: flatVideoLayout(frames.length, gridSide) }] };
  const pooling = { kind: 'frames', side: Math.ceil(gridSide / 2) } as const;
  const places = [{ layout: pooledVideoLayout(frames.length, gridSide) }];
  return { kind: 'video', images: frames, places, pooling };
}

function gridPooling(spec: ModelSpec, image: PreparedImage): Pooling | undefined {
  if (spec.anyres === undefined || image.crops === undefined) return undefined;
  const grid = stitchedGrid(geometry(spec, image.source, image.crops));
  if (grid.outRows === grid.rows && grid.outColumns === grid.columns) return undefined;
  return { kind: 'grid', columnsOfCrops: image.crops.columns, grid };
}

function geometry(
  { vision, anyres }: ModelSpec,
  image: AnyResGeometry['image'],
  crops: AnyResGeometry['crops'],
): AnyResGeometry {
  return { gridSide: vision.gridSide, crops, image, maxViews: anyres?.maxViews };
}

function placesOfImage(
  spec: ModelSpec,
  image: PreparedImage,
  source: ImageSource,
  layout: Layout,
): readonly VisualPlace[] {
  if (spec.preprocess.tiles === undefined) return [{ layout: layoutOfImage(spec, image, source, layout) }];
  const views = image.views.length;
  if (views > 1 && image.crops === undefined) throw unknownViews(source, views);
  const cells = cellCount(cellsIn(spec));
  const one = flatLayout(1, cells);
  if (spec.preprocess.tiles.kind === 'by-ratio') {
    const inOrder = image.views.flatMap((_, place) =>
      Array.from(one.cells, (cell) => ((place + 1) % views) * cells + cell),
    );
    return [{ layout: { cells: Int32Array.from(inOrder), rowOrder: 'appearance' } }];
  }
  // The overview, view 0, is read last.
  return image.views.map((_, place) => ({ layout: one, views: [(place + 1) % views] }));
}

function layoutOfImage(
  spec: ModelSpec,
  image: PreparedImage,
  source: ImageSource,
  layout: Layout,
): ImageLayout {
  const { patches } = spec.vision;
  const views = image.views.length;
  if (spec.anyres === undefined) {
    if (views === 1) return gridLayout(spec, image);
    throw new EngineError(
      'bad-input',
      `${nameOf(source)} holds ${String(views)} views, but ${spec.name} (${spec.family}) takes one view of an image`,
      { remedy: 'give pixel values of shape [1, 3, H, W]' },
    );
  }
  if (layout === 'flat') return flatLayout(views, patches);
  if (views === 1) return singleView(spec);
  if (image.crops === undefined) {
    throw unknownViews(source, views, [{ kind: 'flat-layout' }]);
  }
  return faithfulLayout(geometry(spec, image.source, image.crops));
}

/** One view, cell after cell; of its shape where the language model counts rows and columns. */
function gridLayout(spec: ModelSpec, { views: [view] }: PreparedImage): ImageLayout {
  const cells = cellsIn(spec, view?.grid);
  const flat = flatLayout(1, cellCount(cells));
  return spec.text.mrope === undefined ? flat : { ...flat, grid: cellGrid(cells) };
}

/** @param remedies that would do, beside giving the picture itself */
function unknownViews(source: ImageSource, views: number, remedies: readonly Remedy[] = []): EngineError {
  const give = { kind: 'advice', words: 'give the image itself' } as const;
  return new EngineError(
    'bad-input',
    `${nameOf(source)} does not say how its ${String(views)} views lie in the image`,
    { remedy: remedies.length === 0 ? give : { kind: 'either', remedies: [...remedies, give] } },
  );
}

/** An AnyRes model's lone view ends with its newline. */
function singleView({ vision, newline }: ModelSpec): ImageLayout {
  const flat = flatLayout(1, vision.patches);
  if (newline !== true) return flat;
  return { cells: Int32Array.of(...flat.cells, newlineCell), rowOrder: 'appearance' };
}

const nameOf = (source: ImageSource): string => (source.kind === 'bytes' ? source.name : source.path);
