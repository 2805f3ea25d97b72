/** What a model takes in main memory while it answers on the CPU, part by part. Arithmetic on shapes, held against measured peaks in tests/large. */
import { cellCount, cellsIn } from '../connectors/cells.ts';
import { residentBytes, type Precision, type WeightForms } from '../checkpoint/memory-needs.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import type { ModelSpec, TextSpec, VisionSpec } from '../families/spec.ts';
import { decoderAttentionForm } from '../graph/decoder-attention.ts';
import { mostTiles } from '../vision/tiles.ts';
import { sharesSessions } from './tower-copies.ts';

export type Shapes = Pick<ModelSpec, 'vision' | 'text' | 'projector' | 'anyres'> &
  Partial<Pick<ModelSpec, 'preprocess'>>;

export type MemoryPart =
  /** The program itself with the runtime, measured with a model of no size. */
  | 'program'
  | 'encoder'
  | 'projector'
  | 'decoder'
  /** Keys and values. */
  | 'cache'
  /** What the encoder computes between its layers. */
  | 'encoding'
  /** What the decoder computes between its layers while it reads the prompt. */
  | 'reading'
  /** Pixels and features of all views. */
  | 'views';

/** Bytes. */
export type MemoryParts = Readonly<Record<MemoryPart, number>>;

const program = 205e6;
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

/** Keys and values of all layers, fp32, for one image, a question and an answer. */
export function cacheBytes(spec: Shapes, size: PictureSize = 'largest'): number {
  const { layers, kvHeads, headDim, maxPositions } = spec.text;
  const positions = Math.min(maxPositions, viewsOf(spec, size) * cellCount(cellsIn(spec)) + textPositions);
  return 2 * layers * kvHeads * headDim * positions * floatBytes;
}

/**
 * The merging graph weighs tokens, and the runtime's operator then writes out the products of all heads and their bias, n x n each;
 * soft matching those of even with odd rows. Without weights it writes none.
 */
function encodingBytes(vision: VisionSpec): number {
  const { patches, classToken, heads, width, mlpWidth } = vision;
  const n = patches + (classToken ? 1 : 0);
  const rows = n * (8 * width + 2 * mlpWidth);
  const merging = (heads + 1.25) * n * n + rows;
  return (sharesSessions(vision, 'cpu') ? merging : merging + rows) * floatBytes;
}

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
  const positions = Math.min(text.maxPositions, views * cellCount(cellsIn(spec)) + questionPositions);
  const copies = sharesSessions(vision, 'cpu') ? 1 : 2;
  return {
    program,
    encoder: copies * weights.vision,
    projector: weights.projector,
    decoder: weights.text,
    cache: cacheBytes(spec, size),
    encoding: pieces * encodingBytes(vision),
    reading: pieces * readingBytes(text, positions),
    views:
      views *
      floatBytes *
      (3 * pixelBuffers * vision.imageSize ** 2 + vision.patches * (vision.width + 2 * text.width)),
  };
}
