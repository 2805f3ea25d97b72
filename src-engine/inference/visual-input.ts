/** What stands at one visual place of the prompt: an image (one view, or base view and crops) or a video, prepared and laid out. No model runs. */
import { cellCount, cellsIn } from '../connectors/cells.ts';
import type { Pooling } from '../connectors/pooled.ts';
import type { ImageSource, Layout } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { Remedy } from '../remedy.ts';
import type { ModelSpec } from '../families/spec.ts';
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

/**
 * How the images of a question are cut. OneVision cuts a lone image into views; each of several it centres on a square of the mean
 * colour and takes as one view.
 */
export function viewsSpec(
  { preprocess, anyres }: Pick<ModelSpec, 'preprocess' | 'anyres'>,
  alone: boolean,
): ViewsSpec {
  if (anyres === undefined) return preprocess;
  if (alone || !anyres.singleImageOnly) return { ...preprocess, anyres };
  const { squareColour } = preprocess;
  return squareColour === undefined ? preprocess : { ...preprocess, padColour: squareColour };
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

export function videoInput(
  { vision }: ModelSpec,
  frames: readonly PreparedImage[],
  layout: Layout,
): VisualInput {
  const { gridSide } = vision;
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
  const one = flatLayout(1, cellCount(cellsIn(spec)));
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
    if (views === 1) return flatLayout(1, cellCount(cellsIn(spec)));
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
