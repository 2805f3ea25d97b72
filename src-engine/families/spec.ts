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
  readonly activation: Activation;
  readonly normEpsilon: number;
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
  readonly normEpsilon: number;
  /** Added to every norm's weight (Gemma: 1). Absent: nothing. */
  readonly normOffset?: number;
  /** What token embeddings, but not image rows, are multiplied with (Gemma: √D). Absent: nothing. */
  readonly embeddingScale?: number;
  /** True: image and question see each other whole, only the answer is causal (PaliGemma). */
  readonly prefixAttention?: boolean;
  readonly qkvBias: boolean;
  readonly outBias: boolean;
  readonly mlpBias: boolean;
  readonly activation: Activation;
  readonly tiedHead: boolean;
  /** Longest sequence, in full positions [N], that the model was made for. */
  readonly maxPositions: number;
}

/** Linear layers; with two, which is usual, an activation stands between them. */
export type ProjectorSpec =
  | { readonly layers?: 2; readonly activation: Activation; readonly bias: boolean }
  | {
      readonly layers: 1;
      readonly bias: boolean;
      /** Patches along one side of the square whose features are joined into one row, row by row. Absent: every patch by itself. */
      readonly square?: number;
    };

export type ResizeFilter = 'bilinear' | 'bicubic' | 'lanczos';

/** How one image becomes the square that the encoder sees. */
export type ResizeRule =
  | { readonly kind: 'squash' } // straight to imageSize x imageSize, aspect lost (SigLIP)
  | { readonly kind: 'centre-crop'; readonly shortestEdge: number }; // shortest edge, then centre crop of imageSize (CLIP)

/** How a picture is cut into tiles of the encoder's side, to which a last view of the whole belongs (Idefics3). */
export interface TilesRule {
  /** Every picture is first resized so that its longer side is this. px */
  readonly longestEdge: number;
  /** False: the whole alone, without tiles. */
  readonly split: boolean;
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
  /** How a frame is prepared, where the checkpoint says so; else as an image's base view. */
  readonly preprocess?: PreprocessSpec;
  readonly tokenId: number;
  readonly token: string; // as it stands in the rendered prompt, e.g. '<video>'
}

export interface ModelSpec {
  readonly family: string; // 'llava', 'llava-next', 'llava-onevision', 'paligemma', 'idefics3'
  readonly name: string; // for people: the folder's or the config's name
  readonly vision: VisionSpec;
  readonly projector: ProjectorSpec;
  readonly text: TextSpec;
  readonly preprocess: PreprocessSpec;
  readonly anyres?: AnyResSpec;
  /** True: the weights hold one learned row `newline` [text width], which ends grid rows and videos. */
  readonly newline?: boolean;
  readonly video?: VideoSpec;
  readonly imageTokenId: number;
  readonly imageToken: string; // as it stands in the rendered prompt, e.g. '<image>'
}
