/** What a model takes in main memory while it answers on the CPU, part by part. Arithmetic on shapes, held against measured peaks in tests/large. */
import { cellCount, cellsIn } from '../connectors/cells.ts';
import { residentBytes, type Precision, type WeightForms } from '../checkpoint/memory-needs.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import type { EncoderSpec, TextSpec, VisionSpec } from '../families/spec.ts';
import { decoderAttentionForm } from '../graph/decoder-attention.ts';
import { featureWidth, imageRowWidth } from '../graph/widths.ts';
import { mostTiles } from '../vision/tiles.ts';
import { mostKeptBytes } from './kept-runs.ts';
import { sharesSessions } from './tower-copies.ts';

/** Without `text`: an encoder alone. */
export type Shapes = Pick<EncoderSpec, 'vision' | 'text' | 'projector' | 'anyres'> &
  Partial<Pick<EncoderSpec, 'preprocess'>>;

export type MemoryPart =
  /** The program itself with the runtime, and what it keeps of pictures and answers until the collector of garbage comes. */
  | 'program'
  | 'encoder'
  | 'projector'
  | 'decoder'
  /** Keys and values. */
  | 'cache'
  /** What the encoder computes between its layers, and what it keeps of that. */
  | 'encoding'
  /** What the decoder computes between its layers while it reads the prompt. */
  | 'reading'
  /** Pixels and features of all views. */
  | 'views';

/** Bytes. */
export type MemoryParts = Readonly<Record<MemoryPart, number>>;

/**
 * 180 to 205 MB once it has started, and by the second answer 75 to 95 MB more of heap, buffers and threads' arenas than the other parts say, with
 * the embedded model (tests/large holds it against the peak). For a small model it decides: with 205e6 it was said to need 0.84 to 0.93 of what it used.
 */
const program = 275e6;
const floatBytes = 4;
/** Of a prompt, beside the image. */
const questionPositions = 64;
/** Of the cache, beside the image. */
const textPositions = 512;
/** A view is decoded, resized and normalised in three buffers. */
const pixelBuffers = 3;
/** The runtime keeps memory in pieces, and not every piece is used whole. */
const pieces = 1.1;

/** `usual`: a picture that is cut into two by two, where the model cuts; `largest`: the one with most views. */
export type PictureSize = 'usual' | 'largest';

/** The base view and the crops or tiles; a shrunken grid takes no more than `maxViews` positions' worth of them. */
export function viewsOf(
  { vision, anyres, preprocess }: Pick<Shapes, 'vision' | 'anyres' | 'preprocess'>,
  size: PictureSize,
): number {
  if (preprocess?.tiles?.kind === 'by-ratio') {
    const { least, most } = preprocess.tiles;
    const tiles = size === 'usual' ? Math.min(most, Math.max(least, 4)) : most;
    return tiles === 1 ? 1 : 1 + tiles;
  }
  if (preprocess?.tiles !== undefined)
    return 1 + tilesOf(mostTiles(preprocess.tiles, vision.imageSize), size);
  if (anyres === undefined) return 1;
  const crops = anyres.pinpoints.map(([height, width]) => (height * width) / vision.imageSize ** 2);
  const most = Math.min(Math.max(...crops), anyres.maxViews ?? Infinity);
  return 1 + (size === 'usual' ? Math.min(most, 4) : most);
}

/** Tiles of a picture of 4 : 3, to which every picture is enlarged, or of a square. */
function tilesOf(perSide: number, size: PictureSize): number {
  if (perSide === 1) return 0;
  return perSide * (size === 'usual' ? Math.ceil(0.75 * perSide) : perSide);
}

/** Patches of a view: where pictures keep their shape, those of the encoder's own square, or the most that are encoded. */
function patchesOf({ vision, preprocess }: Pick<Shapes, 'vision' | 'preprocess'>, size: PictureSize): number {
  const bounds = preprocess?.wholeCells;
  return bounds === undefined || size === 'usual'
    ? vision.patches
    : Math.floor(bounds.mostPixels / bounds.patchSize ** 2);
}

/** Places of a view in the prompt. */
function cellsOf(spec: Shapes, size: PictureSize): number {
  return (cellCount(cellsIn(spec)) * patchesOf(spec, size)) / spec.vision.patches;
}

/** Keys and values of all layers, fp32, for one image, a question and an answer. */
export function cacheBytes(spec: Shapes, size: PictureSize = 'largest'): number {
  if (spec.text === undefined) return 0;
  const { layers, kvHeads, headDim, maxPositions } = spec.text;
  const positions = Math.min(maxPositions, viewsOf(spec, size) * cellsOf(spec, size) + textPositions);
  return 2 * layers * kvHeads * headDim * positions * floatBytes;
}

/**
 * The merging graph weighs tokens, and the runtime's operator then writes out the products of all heads and their bias, n x n each;
 * soft matching those of even with odd rows. Without weights it writes none.
 */
function encodingBytes(vision: VisionSpec, patches: number): number {
  const { classToken, heads, width, mlpWidth } = vision;
  const n = patches + (classToken ? 1 : 0);
  const rows = n * (8 * width + 2 * mlpWidth);
  if (vision.freeGrid !== undefined) {
    const seen = vision.freeGrid.windows === undefined ? 0 : vision.freeGrid.windows.side ** 2;
    return (rows + n * (featureWidth(vision) + mlpOf(vision) + 2 * heads * seen)) * floatBytes;
  }
  const merging = (heads + 1.25) * n * n + rows;
  return (sharesSessions(vision, 'cpu') ? merging : merging + rows) * floatBytes;
}

/** A gated MLP has a third row of its width beside two. */
const mlpOf = ({ gatedMlp, mlpWidth }: VisionSpec): number => (gatedMlp === true ? mlpWidth : 0);

/** The fused operator keeps no products of heads with positions; plain products are there before softmax and after it. */
function readingBytes(text: TextSpec, positions: number): number {
  const { heads, kvHeads, headDim, width, mlpWidth } = text;
  const copies = decoderAttentionForm('fused', text) === 'fused' ? 0 : 2;
  const row = 4 * width + 3 * mlpWidth + 3 * (heads + 2 * kvHeads) * headDim;
  return positions * (copies * heads * positions + row) * floatBytes;
}

export function memoryParts(
  spec: Shapes,
  tensors: readonly ExpectedTensor[],
  precision: Precision,
  size: PictureSize,
  forms: WeightForms = {},
): MemoryParts {
  const { vision, text } = spec;
  const weights = residentBytes(tensors, precision, forms);
  const views = viewsOf(spec, size);
  const positions = Math.min(text?.maxPositions ?? 0, views * cellsOf(spec, size) + questionPositions);
  const patches = patchesOf(spec, size);
  const copies = vision.freeGrid !== undefined || sharesSessions(vision, 'cpu') ? 1 : 2;
  return {
    program,
    encoder: copies * weights.vision,
    projector: weights.projector,
    decoder: weights.text,
    cache: cacheBytes(spec, size),
    encoding: pieces * encodingBytes(vision, patches) + (copies === 2 ? mostKeptBytes : 0),
    reading: text === undefined ? 0 : pieces * readingBytes(text, positions),
    views:
      views *
      floatBytes *
      ((3 * pixelBuffers * vision.imageSize ** 2 * patches) / vision.patches +
        patches * (featureWidth(vision) + (text === undefined ? 0 : 2 * imageRowWidth(text)))),
  };
}
