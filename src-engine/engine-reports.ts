/** What the engine says about devices, checkpoints, evaluations and precisions: the longer requests and reports of its interface. */
import type {
  GenerationInfo,
  ImageBackend,
  ImageRef,
  ImageRoute,
  PublishedThresholds,
  TowerPrecision,
} from './engine.ts';

export interface DeviceRung {
  readonly name: string;
  readonly available: boolean;
  readonly selfCheck: 'passed' | 'failed' | 'not-run';
  readonly reason: string;
}

export interface DeviceReport {
  readonly rungs: readonly DeviceRung[];
  readonly chosen: string;
}

export interface Inspection {
  readonly family: string;
  readonly supported: boolean;
  readonly reason?: string;
  readonly vision: Readonly<Record<string, string | number | boolean>>;
  readonly text: Readonly<Record<string, string | number | boolean>>;
  readonly parameters: number;
  readonly bytes: Readonly<Record<string, number>>; // by precision
  readonly tokensPerView: number;
  /** Absent where the model is not supported. */
  readonly memory?: MemoryNeeds;
  /** The calibration that would be used without being named; null where there is none. */
  readonly calibration?: { readonly file: string; readonly images: number; readonly points: number } | null;
  readonly published?: PublishedThresholds;
  /** As `ModelInfo.generation`. Absent where the model is not supported. */
  readonly generation?: GenerationInfo;
  /** Sentences about the checkpoint, as `ModelInfo.notes` has them once it is loaded. */
  readonly notes: readonly string[];
}

/** An estimate for answering on the CPU: weights, KV cache and what is computed between layers. Main memory; a GPU's is not known. */
export interface MemoryNeeds {
  readonly precision: string;
  /** Bytes, for a picture that is cut into two by two where the model cuts pictures. */
  readonly needed: number;
  /** Bytes, for a picture that is cut into as many views as the model can take. */
  readonly largest: number;
  readonly available: number; // bytes, now
  readonly total: number; // bytes that this process may ever have
  /** 'tight': only after other programs make room. */
  readonly fits: 'yes' | 'tight' | 'no';
}

/** How answers are judged; see judging/scorers.ts. `yes-no:pope` takes answers for yes or no by POPE's own rule. */
export type ScorerName = 'exact' | 'vqa' | 'contains' | 'anls' | 'choice' | 'yes-no' | 'yes-no:pope';

export interface EvaluateRequest {
  /** JSONL, one {"image","question","answers","kind"?,"options"?} a line with images relative to it, or the folder of a questions.jsonl. */
  readonly data: string;
  /** full, dymu:high, dymu:mid, dymu:low, dymu:P, tome:P with P a share (0.35), a percentage or a number of tokens; each also with :no-vtu. */
  readonly modes: readonly string[];
  readonly scorer?: ScorerName; // exact unless said
  /** So many images at most, spread evenly over the data. */
  readonly limit?: number;
  /** Per answer; 64 unless said, or what room is left. */
  readonly maxNewTokens?: number;
  /** Takes answers from an earlier run where model, image, question, mode and length are the same. */
  readonly resume?: boolean;
  /** Return every single answer. */
  readonly details?: boolean;
}

/** Scores are shares, 0..1; intervals hold 95 % of the resamples of images. */
export interface EvaluatedMode {
  readonly mode: string;
  readonly n: number; // questions
  readonly accuracy: number; // the scorer's number over all questions
  readonly ci: readonly [number, number];
  /** Accuracy over that of the mode `full`; null where `full` did not run or was never right. */
  readonly retention: number | null;
  readonly retentionCi: readonly [number, number] | null;
  /** Accuracy less that of `full` on the same questions. */
  readonly difference: { readonly value: number; readonly ci: readonly [number, number] } | null;
  readonly tokens: { readonly mean: number; readonly std: number }; // over images, as the encoder left them in all views
  readonly byKind: Readonly<Record<string, number>>; // of the questions that have a kind
  readonly cut: number; // answers that reached the longest length
  /**
   * Further shares of scorers that have them, null where nothing was counted. yes-no: accuracy, precision, recall, f1, yes (answers that say
   * so) and undecided (answers that say neither). choice: undecided (answers that name no option).
   */
  readonly figures?: Readonly<Record<string, number | null>>;
}

export interface EvaluatedQuestion {
  readonly image: string; // as the data names it
  readonly question: string;
  readonly answers: readonly string[];
  readonly kind?: string;
  /** One per row, in the same order. */
  readonly given: readonly { readonly text: string; readonly tokens: number; readonly score: number }[];
}

/** A question that could not be read, or not be put to the model in every mode. */
export interface RefusedLine {
  readonly line: number; // of the data, from 1; in a JSON list the entry
  readonly image?: string; // as the data names it, where the line says so
  readonly reason: string; // one sentence
}

export interface EvaluateResult {
  readonly model: string;
  readonly device: string;
  readonly precision: string;
  readonly tower?: TowerPrecision; // of the encoder; fp32 unless said
  readonly imageBackend: ImageBackend;
  readonly imageRoute: ImageRoute;
  readonly data: string; // the file, absolute
  readonly scorer: ScorerName;
  readonly images: number;
  readonly questions: number; // asked and judged in every mode
  readonly rows: readonly EvaluatedMode[]; // in the order of the modes asked for
  /** Lines of the data that are in no figure, in their order; absent where there is none. */
  readonly refused?: readonly RefusedLine[];
  readonly details?: readonly EvaluatedQuestion[];
  /** Sentences that belong beside the table, e.g. that few images make an interval too narrow. */
  readonly notes?: readonly string[];
}

export interface PrecisionCheckRequest {
  readonly questions: readonly { readonly image: ImageRef; readonly question: string }[];
  /** Per question; 24 unless said. */
  readonly maxNewTokens?: number;
}

/** One precision on the answers of fp32. */
export interface PrecisionResult {
  readonly precision: string;
  readonly bytes: number; // of all weights in memory, computed from the shapes
  readonly loadMs: number; // of the language model, its quantised copy made before
  readonly tokensPerSecond: number; // from the median step; 0 where no answer had a second token
  readonly divergence: { readonly mean: number; readonly max: number }; // Kullback-Leibler from fp32, nats per position
  readonly agreement: number; // share of positions with the most probable token of fp32, 0..1
}

export interface PrecisionReport {
  readonly model: string;
  readonly device: string;
  readonly questions: number;
  readonly positions: number; // generated tokens compared
  readonly results: readonly PrecisionResult[]; // fp32 first: the reference
  readonly refusals: readonly { readonly precision: string; readonly reason: string }[];
  /** What the fast tower changes; absent where the device has none, which `refusals` says. */
  readonly tower?: TowerReport;
}

/** The vision encoder in int8 against fp32, over the pictures of the questions. */
export interface TowerReport {
  readonly pictures: number; // first views
  readonly features: number; // root of the squared error over that of fp32, all tokens; mean over pictures
  /** How both merge: by the thresholds of the loaded tower's middle preset, or exact counts where there is no calibration. */
  readonly by: 'threshold' | 'count';
  /** Patches that share a token in both maps over those that do in one at least (Jaccard), mean over patches and pictures: 1 is alike. */
  readonly owners: number;
  readonly sameOwners: number; // pictures whose final owner maps group alike
  readonly tokens: { readonly fp32: number; readonly int8: number }; // left by the same rule, mean
  /** Medians, both in turn, picture by picture. */
  readonly plainMs: { readonly fp32: number; readonly int8: number };
  readonly mergedMs: { readonly fp32: number; readonly int8: number };
  readonly questions: number;
  readonly sameAnswers: number; // greedy, all tokens, the same word for word
}
