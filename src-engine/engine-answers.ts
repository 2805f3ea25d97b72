/** Questions about pictures: what is asked, how the tokens of an answer are chosen, and what came of it. Types only. */
import type { EncodeTimings, Encoding } from './engine.ts';
import type { TowerPrecision } from './engine-model.ts';
import type { ImageRef, PictureRead } from './engine-pictures.ts';
import type { ReductionRequest } from './reduction/methods.ts';
import type { BudgetUse } from './reduction/plan.ts';

/** How tokens are chosen. What a request leaves out the checkpoint's own settings say, and what those leave out transformers' defaults. */
export type Sampling =
  | { readonly kind: 'greedy' }
  | {
      readonly kind: 'sample';
      readonly seed: number;
      readonly temperature?: number;
      readonly topK?: number; // 0: all tokens
      readonly topP?: number;
      readonly minP?: number;
    };

/** One setting that is in force, as generation_config.json calls it. */
export interface GenerationSetting {
  readonly name: string;
  readonly value: number | boolean | string; // lists as text, long ones counted
  readonly from: 'request' | 'checkpoint' | 'default'; // default: of transformers
}

/** How the tokens of an answer were chosen. */
export interface Decoding {
  readonly kind: 'greedy' | 'sample';
  readonly seed?: number; // where sampled
  /** In the order of their application, what applies to sampling first; empty where nothing but the scores decided. */
  readonly settings: readonly GenerationSetting[];
}

/** What a checkpoint says about choosing tokens, and what is therefore in force. */
export interface GenerationInfo {
  readonly file: string | null; // which of its files says so; null: none does
  /** The checkpoint itself would sample. Here an answer is greedy unless sampling is asked for. */
  readonly samples: boolean;
  /** In force in a greedy answer. */
  readonly greedy: readonly GenerationSetting[];
  /** In force in a sampled answer that asks for nothing of its own. */
  readonly sample: readonly GenerationSetting[];
  /** What the file asks for and is not done: "num_beams 4". */
  readonly unapplied: readonly string[];
}

/**
 * Where patches of several views stand in the prompt: as the unmerged model lays them out, each position at the token that owns its
 * patch, or all views one after the other, as the reference does. A single view has one layout.
 */
export type Layout = 'faithful' | 'flat';

/** What a question is about: images, one at least, or a video as its frames in order. */
export type Visual =
  | { readonly kind: 'images'; readonly images: readonly ImageRef[]; readonly layout?: Layout } // faithful unless said
  | { readonly kind: 'video'; readonly frames: readonly ImageRef[]; readonly layout?: Layout };

/** What was asked and answered before, about the same pictures. */
export interface Turn {
  readonly question: string;
  readonly answer: string;
}

export interface AnswerRequest {
  readonly visual: Visual;
  /** The conversation that the question goes on with, the oldest turn first; none unless said. */
  readonly earlier?: readonly Turn[];
  readonly question: string;
  readonly reduction: ReductionRequest;
  readonly virtualUnmerging: boolean;
  readonly maxNewTokens?: number;
  readonly sampling?: Sampling; // greedy unless said
  /**
   * Take over what earlier answers that asked for the same computed about the same picture: its encoding, and the decoder's rows of the prompt up
   * to where the questions differ. Off unless said, because what is not computed takes no time: a measurement leaves it off.
   */
  readonly reuse?: boolean;
}

/** What an answer did not have to compute. */
export interface Reused {
  /** The picture came encoded; where it came prepared, too, preprocessing took no time either. */
  readonly encoding: boolean;
  /** Rows of the prompt whose keys and values were there, those of an earlier answer that it goes on from among them. */
  readonly rows: number;
  /** What encoding and prefill took when they were computed: about what this answer would have taken longer. */
  readonly sparedMs: number;
}

export interface AnswerTimings extends EncodeTimings {
  readonly prefillMs: number;
  /** From the start of preprocessing to the first token. */
  readonly firstTokenMs: number;
  readonly decodeMs: number; // all tokens after the first
  readonly tokensPerSecond: number;
}

/** Multiply-adds computed from the shapes. Theory, never shown as a measurement. */
export interface Theory {
  readonly encode: number;
  readonly prefill: number;
}

/** Tokens of one of several pictures or frames, or of the frames that are one view. */
export interface PictureShare {
  /** How many frames it stands for, where patches span several. */
  readonly frames?: number;
  readonly tokens: number;
  readonly fullTokens: number; // without reduction
}

export interface AnswerResult {
  readonly text: string;
  readonly tokens: readonly number[]; // generated ids, the stop token included
  /** By an end token, at its longest, or at a text at which the checkpoint ends answers; that text is part of the answer. */
  readonly stopped: 'eos' | 'length' | 'stop-string';
  readonly decoding: Decoding;
  readonly promptTokens: number; // full positions N
  /** Rows that the language model computes for the pictures, and the positions that these fill. Where squares of patches are joined they are not tokens. */
  readonly visualTokens: number;
  readonly fullVisualTokens: number;
  readonly timings: AnswerTimings;
  /** Where something was taken over from an earlier answer: the stages that this spared took no time. */
  readonly reused?: Reused;
  /** Where an average was asked for. */
  readonly budget?: BudgetUse;
  readonly theory: Theory;
  /** How each picture or frame was read, in their order, the first of those that are one view; empty where pixel values were given. */
  readonly pictures?: readonly PictureRead[];
  /** Of several pictures or frames, each one's tokens, in their order; absent where there is one. */
  readonly shares?: readonly PictureShare[];
  readonly tower?: TowerPrecision; // of the encoder; fp32 unless said
  readonly peakMemoryBytes: number;
  /** What else the engine did, or was asked for, while it answered: 'an encoding waited', 'a preview ran'. Empty where the times are undisturbed. */
  readonly disturbedBy: readonly string[];
  readonly device: string;
  readonly precision: string;
  /** Sentences that belong beside the answer, e.g. that the checkpoint has no chat template of its own. */
  readonly notes?: readonly string[];
}

export type AnswerEvent =
  | { readonly kind: 'encoded'; readonly encodings: readonly Encoding[] }
  | { readonly kind: 'prefilled'; readonly promptTokens: number; readonly prefillMs: number }
  | { readonly kind: 'piece'; readonly text: string } // whole characters only
  | { readonly kind: 'done'; readonly result: AnswerResult };
