/** The family-neutral description of a vision-language model: what graphs, prompts and preprocessing are built from. No files, no weights. */

import type { ImageBackend } from '../engine.ts';

export type Activation = 'quick_gelu' | 'gelu' | 'gelu_tanh' | 'silu';

/** Symbols in brackets are those of the paper and of docs/architecture.md. */
export interface VisionSpec {
  /** `num_hidden_layers` of the config [L]. ToMe schedules spread over all of them. */
  readonly layers: number;
  /** Layers run up to the feature layer [L_x <= L]. */
  readonly executedLayers: number;
  readonly width: number; // D
  readonly heads: number; // H
  readonly headDim: number; // d = D / H
  readonly mlpWidth: number;
  readonly imageSize: number; // px, square
  readonly patchSize: number; // px
  readonly gridSide: number; // S = imageSize / patchSize, rounded down
  readonly patches: number; // N0 = S * S
  /** True: token 0 is a class token [P = 1], never merged and dropped from the features. */
  readonly classToken: boolean;
  /** CLIP normalises embeddings before the first block. */
  readonly preNorm: boolean;
  /** True: the features are those after the tower's last norm (PaliGemma); else the last executed block's output. */
  readonly postNorm?: boolean;
  readonly patchBias: boolean;
  /** False: queries, keys and values have no bias. Absent: they have. */
  readonly attentionBias?: boolean;
  /** True: queries and keys are divided by their root mean square, all heads together, before heads look at each other. */
  readonly qkNorm?: boolean;
  /** True: blocks divide by the root mean square where others have LayerNorm. */
  readonly rmsNorm?: boolean;
  /** True: what attention and MLP add is scaled by a learned number a channel. */
  readonly layerScale?: boolean;
  readonly activation: Activation;
  /** True: the MLP multiplies what it activates with a second layer of the same input. */
  readonly gatedMlp?: boolean;
  readonly normEpsilon: number;
  /** Pictures keep their shape: `imageSize`, `gridSide` and `patches` are those of the table of learned positions. Absent: squares alone. */
  readonly freeGrid?: FreeGrid;
  /** Layers, counted from 0, whose features are handed on beside those of the last (DeepStack). */
  readonly deepStack?: readonly number[];
}

/**
 * A tower that takes grids of any shape. Queries and keys are turned by the row and the column of their patch.
 */
export interface FreeGrid {
  /** Frames that one patch spans; a still picture is all of them. */
  readonly frames: number;
  readonly rotaryTheta: number;
  /** Whether places have learned positions of their own, which are interpolated to the grid. */
  readonly learnedPositions: boolean;
  /** Where patches look at each other within squares of the grid alone, but for some layers. */
  readonly windows?: GridWindows;
}

export interface GridWindows {
  readonly side: number; // patches
  /** Layers, counted from 0, in which every patch looks at all. */
  readonly wholeLayers: readonly number[];
}

/** How rotary positions are stretched beyond the context that the model was first trained on. */
export type RopeScaling =
  | { readonly kind: 'linear'; readonly factor: number }
  | {
      readonly kind: 'llama3';
      readonly factor: number;
      readonly lowFrequencyFactor: number;
      readonly highFrequencyFactor: number; // above lowFrequencyFactor
      readonly originalPositions: number;
    };

/** Which direction turns which pair of a head. */
export interface DirectedRope {
  /** Pairs of time, row and column. */
  readonly sections: readonly [time: number, row: number, column: number];
  /** True: the directions take turns, as far as their pairs go, and what is left is of time; else they follow one another. */
  readonly interleaved: boolean;
  /** Positions in time from one view of a video to the next, of which fractions are cut off; 1 unless said. */
  readonly timeStep?: number;
}

export interface TextSpec {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly mlpWidth: number;
  /** Rows of the embedding table; may exceed the tokenizer's size. */
  readonly vocabulary: number;
  readonly ropeTheta: number;
  readonly ropeScaling?: RopeScaling; // absent: positions as they are
  /** Positions are counted in three directions, time, row and column, and share the pairs of a head out. Absent: one number a position. */
  readonly mrope?: DirectedRope;
  /** Further rows that come with each row of an image; the first layers add one each to their outputs (DeepStack). */
  readonly deepStack?: number;
  readonly normEpsilon: number;
  /** Added to every norm's weight (Gemma: 1). Absent: nothing. */
  readonly normOffset?: number;
  /** What token embeddings, but not image rows, are multiplied with (Gemma: √D). Absent: nothing. */
  readonly embeddingScale?: number;
  /**
   * What of a prompt sees itself whole, before it and behind it, where the rest is causal: all of it, image and question (PaliGemma), or every
   * image by itself (Gemma 3). Absent: nothing.
   */
  readonly prefixAttention?: 'prompt' | 'images';
  readonly sliding?: SlidingLayers; // absent: every layer sees all positions
  /** What products of queries and keys are multiplied with. Absent: 1 / √d. */
  readonly queryScale?: number;
  /** True: what attention and MLP add is divided by its root mean square, too (Gemma 2 and 3). */
  readonly postNorms?: boolean;
  /** Weights of attention, before softmax, are bent to stay within ± this. Absent: they are not. */
  readonly attentionCap?: number;
  /** The same of logits. */
  readonly logitCap?: number;
  readonly qkvBias: boolean;
  /** True: queries and keys are divided by their root mean square, head by head, before they are turned (Qwen3). */
  readonly qkNorm?: boolean;
  readonly outBias: boolean;
  readonly mlpBias: boolean;
  readonly activation: Activation;
  readonly tiedHead: boolean;
  /** Longest sequence, in full positions [N], that the model was made for. */
  readonly maxPositions: number;
}

/** Layers that see a window alone: the last so many positions, their own among them. */
export interface SlidingLayers {
  readonly window: number; // positions
  /** Of every layer, the first one first. */
  readonly layers: readonly boolean[];
  /** Their rotary base where it is not that of the others; they are then not stretched. */
  readonly ropeTheta?: number;
}

/** Linear layers; with two, which is usual, an activation stands between them. */
export type ProjectorSpec = (
  | { readonly layers?: 2; readonly activation: Activation; readonly bias: boolean }
  | { readonly layers: 1; readonly bias: boolean }
) & {
  /** Patches along one side of the square whose features are joined into one row, row by row. Absent: every patch by itself. */
  readonly square?: number;
  /** True: what is projected passes a LayerNorm first. */
  readonly norm?: boolean;
  /** Numbers between the two layers; the language model's width unless said. */
  readonly hidden?: number;
  /** True: the features of a square are not joined but averaged. */
  readonly mean?: true;
  /** What is projected is divided by its root mean square first; its learned weight has 1 added to it (Gemma 3). */
  readonly rmsNorm?: { readonly epsilon: number };
  /** True: the weight is stored with its inputs first, [in, out]. */
  readonly inputsFirst?: true;
};

export type ResizeFilter = 'bilinear' | 'bicubic' | 'lanczos';

/** How one image becomes the square that the encoder sees. */
export type ResizeRule =
  | { readonly kind: 'squash' } // straight to imageSize x imageSize, aspect lost (SigLIP)
  | { readonly kind: 'centre-crop'; readonly shortestEdge: number }; // shortest edge, then centre crop of imageSize (CLIP)

/** How a picture is cut into tiles of the encoder's side, to which a last view of the whole belongs. */
export type TilesRule = EdgeTiles | RatioTiles;

/** Into the grid whose ratio is nearest; all views stand at one place of the prompt (InternVL). */
export interface RatioTiles {
  readonly kind: 'by-ratio';
  readonly least: number; // tiles
  readonly most: number;
}

/** To a longer side; every view has a place of its own in the prompt (Idefics3). */
export interface EdgeTiles {
  readonly kind?: undefined;
  /** Every picture is first resized so that its longer side is this. px */
  readonly longestEdge: number;
  /** False: the whole alone, without tiles. */
  readonly split: boolean;
}

/** Both sides to whole cells, the area within bounds (Qwen-VL's `smart_resize`). */
export interface WholeCells {
  readonly side: number; // px of a cell
  readonly patchSize: number; // px
  readonly leastPixels: number;
  readonly mostPixels: number; // the checkpoint's bound, or what is encoded here at most
  readonly modelPixels: number; // the checkpoint's bound
}

export interface PreprocessSpec {
  readonly backend: ImageBackend;
  /** Red, green, blue, 0 to 255: the image is first centred on a square of this colour. Absent: it is taken as it is. */
  readonly padColour?: readonly [number, number, number];
  readonly rule: ResizeRule;
  readonly filter: ResizeFilter;
  readonly imageSize: number; // px, after resize and crop
  readonly rescale: number; // usually 1/255
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Where pictures are cut into tiles; `rule` is then of no meaning. */
  readonly tiles?: TilesRule;
  /** Where pictures keep their shape; `rule` and `imageSize` are then of no meaning. */
  readonly wholeCells?: WholeCells;
  /** True: the checkpoint switches normalising off (mean 0, std 1), which the backends round in different ways. */
  readonly rescaleOnly?: true;
  /** Red, green, blue of the square that each of several images of one prompt is centred on, where a lone image is cut into views. */
  readonly squareColour?: readonly [number, number, number];
}

/** Base view and crops (docs/architecture.md; LLaVA-NeXT, LLaVA-OneVision). Without it an image is one view. */
export interface AnyResSpec {
  /** [height, width] in px, multiples of the vision tower's imageSize. Not empty. */
  readonly pinpoints: readonly (readonly [number, number])[];
  /** A stitched grid of more than this many views' patches is shrunk; without it never. */
  readonly maxViews?: number;
  /** True: several images in one prompt are one view each. */
  readonly singleImageOnly: boolean;
}

/** Frames as images in a row, each one view. */
export interface VideoSpec {
  /**
   * Patches along one side of the square whose features are averaged before they are projected, in frames alone (LLaVA-NeXT-Video). Absent:
   * projected rows are interpolated to half a frame's sides, and the newline ends the video (LLaVA-OneVision).
   */
  readonly square?: number;
  /** How a frame is prepared, where the checkpoint says so; else as an image's base view. */
  readonly preprocess?: PreprocessSpec;
  /** How many frames the checkpoint samples, where it says so. */
  readonly frames?: number;
  readonly tokenId: number;
  readonly token: string; // as it stands in the rendered prompt, e.g. '<video>'
}

/** An encoder and how a picture becomes what it takes: all that there is of a tower alone, and the first half of every model. */
export interface EncoderSpec {
  readonly family: string; // as its object in this folder names it: 'llava', 'llava-next', …; alone 'clip', 'siglip'
  readonly name: string; // for people: the folder's or the config's name
  readonly vision: VisionSpec;
  readonly preprocess: PreprocessSpec;
  readonly anyres?: AnyResSpec;
  readonly video?: VideoSpec;
  readonly projector?: ProjectorSpec;
  readonly text?: TextSpec;
}

/** An encoder with a language model that can be asked about what it sees. */
export interface ModelSpec extends EncoderSpec {
  readonly projector: ProjectorSpec;
  readonly text: TextSpec;
  /** True: the weights hold one learned row `newline` [text width], which ends grid rows and videos. */
  readonly newline?: boolean;
  readonly imageTokenId: number;
  readonly imageToken: string; // as it stands in the rendered prompt, e.g. '<image>'
}
