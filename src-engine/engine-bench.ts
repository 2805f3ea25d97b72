/** What merging would bring on this machine: the request and the report of `Engine.bench`. Every time in it is measured, every ideal is theory. */
import type { LanguagePrecision, TowerPrecision } from './engine-model.ts';
import type { ImageRef } from './engine-pictures.ts';

/** Published encoders and models of which only the shape is taken; see report/bench-shapes.ts. `embedded` is the model that ships with the program. */
export type ShapeName =
  'clip-l-336' | 'siglip-so400m-384' | 'llava-1.5-7b' | 'llava-next-7b' | 'llava-ov-0.5b' | 'embedded';

export type BenchSubject =
  /** With weights made by chance: nothing is downloaded, and nothing but times can be learnt. */
  | { readonly kind: 'shape'; readonly shape: ShapeName }
  /** A model's folder, or `org/name` in the download cache. */
  | { readonly kind: 'model'; readonly directory: string };

/** `language` is prefill and decode, for which the encoder runs as well. */
export type BenchStage = 'encode' | 'language';

export interface BenchRequest {
  readonly subject: BenchSubject;
  /** Shares of all tokens that are kept, 0 < share <= 1; 1, 0.68, 0.34 and 0.15 unless said. */
  readonly budgets?: readonly number[];
  /** Measured runs of each budget; 5 unless said, up to 25 where they are short and fewer where they are long (`BenchReport.remarks` says so). */
  readonly rounds?: number;
  /** All that the subject has unless said. */
  readonly stages?: readonly BenchStage[];
  /** The encoder's; the engine's own unless said. */
  readonly towerPrecision?: TowerPrecision;
  /** The language model's; the engine's own unless said. */
  readonly precision?: LanguagePrecision;
  /**
   * So many layers of the language model are measured and its times are scaled to all by multiply-adds (`BenchReport.scaled`); `fit`: as
   * many as memory allows. All unless said, and a model that does not fit is refused.
   */
  readonly languageLayers?: number | 'fit';
  /** Says how many views there are; a photograph of 640 x 480 pixels unless said. */
  readonly image?: ImageRef;
}

/** Of the runs that nothing disturbed, or of all where each was disturbed. */
export interface BenchTimes {
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** Against the plain graph in the same rounds. */
export interface BenchGain extends BenchTimes {
  /** Median of the plain graph over the median here. */
  readonly speedup: number;
  /** The same by multiply-adds. What merging cannot change (reading the picture) is as long as measured. */
  readonly idealSpeedup: number;
  /** speedup / idealSpeedup; 1 is all that arithmetic promises. */
  readonly shareOfIdeal: number;
}

export interface BenchDecode {
  readonly tokensPerSecond: number;
  /** Bytes that every token reads (weights in their precision, keys and values) times tokens/s, over the streaming read of the same round; the median of all rounds. */
  readonly bandwidthShare: number | null; // null on a device whose memory is not the processor's
}

/** The unmerged model: every token through a graph without any merging. */
export interface BenchPlain {
  readonly tokens: number; // visual, over all views
  readonly encode: BenchTimes; // of all views
  readonly project?: BenchTimes;
  readonly prefill?: BenchTimes;
  readonly firstToken?: BenchTimes;
  readonly decode?: BenchDecode;
  /** The process's largest resident memory during a run, its weights and what was loaded before included. */
  readonly peakMemoryBytes: number;
}

export interface BenchBudget {
  /** As asked for; 1 is the merging graph with nothing to merge. */
  readonly budget: number;
  readonly tokens: number;
  readonly encode: BenchGain;
  readonly project?: BenchGain;
  readonly prefill?: BenchGain;
  readonly firstToken?: BenchGain; // preprocess, encode, project and prefill
  readonly decode?: BenchDecode;
  readonly peakMemoryBytes: number;
}

export interface BenchReport {
  /** The shape's or the model's name. */
  readonly shape: string;
  /** By chance: the answers mean nothing and were not looked at. */
  readonly weights: 'random' | 'own';
  readonly device: string;
  readonly threads: number; // 0: the runtime's own choice, as many as cores
  readonly processor: string;
  readonly precision: string; // of the language model
  readonly towerPrecision: string;
  readonly rounds: number;
  readonly picture: { readonly name: string; readonly width: number; readonly height: number };
  readonly views: number;
  readonly tokensPerView: number; // N0
  /** Full positions of the prompt, image and text. */
  readonly promptPositions?: number;
  /** Reading and preparing the picture; the same at every budget. */
  readonly preprocess: BenchTimes;
  readonly plain: BenchPlain;
  /** In the order asked for. */
  readonly budgets: readonly BenchBudget[];
  /** Of the time of the merging encoder's blocks, what is not in the plain ones: measured with one pair merged in every layer. */
  readonly mergeShareOfBlock: number;
  /** Measured with all threads over an array far larger than the caches; the median of all rounds. */
  readonly streamingReadBytesPerSecond?: number;
  readonly memory: {
    readonly beforeBytes: number; // resident before anything was loaded
    readonly estimatedBytes: number; // computed from the shapes
    readonly availableBytes: number; // when it began
  };
  /** Where not all layers of the language model were measured. */
  readonly scaled?: { readonly measuredLayers: number; readonly layers: number };
  /** Sentences: disturbed runs that were left out, fewer rounds, what was not measured and why. */
  readonly remarks: readonly string[];
}
