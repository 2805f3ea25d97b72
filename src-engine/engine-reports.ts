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

/** `encoder`: tokens in the vision encoder, as the paper does; `rows`: the language model's rows behind it. */
export interface MergingSteps {
  readonly encoder: boolean;
  readonly rows: boolean;
  /** Why one of them is not done, a clause. */
  readonly reason?: string;
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
  /** Where squares of patches are joined into rows: places of a view that the language model reads. */
  readonly cellsPerView?: number;
  /** What can be merged. */
  readonly steps?: MergingSteps;
  /** Absent where the model is not supported. */
  readonly memory?: MemoryNeeds;
  /** The same for every precision of the language model that the CPU computes in, whatever this engine would take. */
  readonly memories?: readonly MemoryNeeds[];
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

/**
 * How answers are judged; see judging/scorers.ts. What follows a colon is a benchmark whose own evaluation is followed to the letter; what stands
 * before it is this program's rule for the same kind of question.
 */
export type ScorerName =
  | 'exact'
  | 'exact:gqa'
  | 'vqa'
  | 'vqa:vqav2'
  | 'vqa:textvqa'
  | 'contains'
  | 'anls'
  | 'anls:docvqa'
  | 'choice'
  | 'choice:scienceqa'
  | 'choice:mmbench'
  | 'yes-no'
  | 'yes-no:pope'
  | 'yes-no:mme';

/** The layouts of question sets that can be read; see evaluation/sets/. `jsonl` is this program's own. */
export type SetName =
  'jsonl' | 'vqav2' | 'gqa' | 'textvqa' | 'pope' | 'mme' | 'scienceqa' | 'mmbench' | 'docvqa';

/** Which questions. */
export interface QuestionsRequest {
  /** A file or a folder: JSONL, one {"image","question","answers","kind"?,"options"?} a line with images relative to it, or a known set as it is published. */
  readonly data: string;
  /** Reads the data as this set instead of recognising it. */
  readonly set?: SetName;
  /** Of a set with several: 'val2014', 'testdev_balanced', 'adversarial'. The set's usual one unless said. */
  readonly split?: string;
}

/** What was found where questions were looked for. */
export interface QuestionsReport {
  readonly set: SetName;
  readonly label: string; // as the set is called: 'VQAv2'
  readonly split: string | null;
  /** All that are there, this one among them. */
  readonly splits: readonly string[];
  readonly files: readonly string[]; // that questions and answers were read from, absolute
  readonly questions: number; // that can be asked
  readonly images: number; // that they are about
  /** Images that questions name and that are not there; their questions are among `refused`. */
  readonly missing: {
    readonly images: number;
    readonly questions: number;
    readonly named: readonly string[];
  };
  readonly refused: readonly RefusedLine[];
  /** Judges answers unless another one is asked for. */
  readonly scorer: ScorerName;
  /** What evaluations of this set usually add to a question; null where the questions say it themselves. Nothing is added unless asked for. */
  readonly instruction: string | null;
  /** Sentences: what was left out and is no fault, such as questions without an image. */
  readonly notes: readonly string[];
}

export interface EvaluateRequest extends QuestionsRequest {
  /**
   * full, dymu:high, dymu:mid, dymu:low, dymu:P, tome:P with P a share (0.35), a percentage or a number of tokens; each also with :no-vtu.
   * `METHOD=MODE` is a method at the mean tokens that a mode has kept on these images, as in tome=dymu:low; `equal` stands for all such
   * methods at every DyMU mode of the list, `retention` for the whole table.
   */
  readonly modes: readonly string[];
  readonly scorer?: ScorerName; // the set's unless said
  /** Added to every question on a line of its own: this text, or the set's usual one for 'usual'. Nothing unless said. */
  readonly instruction?: string;
  /** So many images at most, spread evenly over the data. */
  readonly limit?: number;
  /** Only every `count`th image, from the `index`th on (from 1): the parts of all shards make the whole, see evaluation/evaluation-of.ts. */
  readonly shard?: Shard;
  /** Per answer; 64 unless said, or what room is left. */
  readonly maxNewTokens?: number;
  /** Takes answers from an earlier run where model, image, question, mode and length are the same. */
  readonly resume?: boolean;
  /** Return every single answer. */
  readonly details?: boolean;
  /** Asks nothing: judges the answers that are kept so far, of the questions that every mode has answered. `EvaluateResult.pending` counts the others. */
  readonly kept?: boolean;
  /** Return what was answered as a part that can be merged with others. */
  readonly record?: boolean;
}

export interface Shard {
  readonly index: number; // from 1
  readonly count: number;
}

/** A difference between two modes on the same questions; the interval is of the differences of paired resamples. */
export interface PairedDifference {
  readonly value: number;
  readonly ci: readonly [number, number];
}

/** What the number of a kind is worth, from the same resamples as those over all kinds. */
export interface KindInterval {
  readonly ci: readonly [number, number];
  /** Less that of `full` on the same questions; null where `full` did not run. */
  readonly difference: PairedDifference | null;
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
  readonly difference: PairedDifference | null;
  readonly tokens: { readonly mean: number; readonly std: number }; // over images, as the encoder left them in all views
  readonly byKind: Readonly<Record<string, number>>; // of the questions that have a kind
  /** The same kinds; absent from results of earlier versions. */
  readonly kindIntervals?: Readonly<Record<string, KindInterval>>;
  readonly cut: number; // answers that reached the longest length
  /** No other mode is at least as right with as few tokens and better in one of both. */
  readonly pareto: boolean;
  /** Answers that are other words than those of `full`; those of them that score more, and less. Null where `full` did not run. */
  readonly changed: { readonly answers: number; readonly better: number; readonly worse: number } | null;
  /** Of a method that was given the mean tokens of another mode: which, how many those were, and how much better it is than that mode. */
  readonly equalTo?: {
    readonly mode: string;
    readonly tokens: number; // per view, before rounding
    readonly difference: PairedDifference;
  };
  /**
   * Further figures of scorers that have them, null where nothing was counted. yes-no: accuracy, precision, recall, f1, yes (answers that say
   * so) and undecided (answers that say neither). choice: undecided (answers that name no option). yes-no:mme: accuracy, accuracy+, and
   * perception and cognition as sums of shares: times 100 they are the benchmark's points.
   */
  readonly figures?: Readonly<Record<string, number | null>>;
}

export interface EvaluatedQuestion {
  readonly id: string; // the set's own, or the line
  readonly image: string; // as the data names it
  /** Of the picture's file, absolute. */
  readonly path: string;
  readonly question: string; // as it was asked
  readonly answers: readonly string[];
  readonly kind?: string;
  /** One per row, in the same order. */
  readonly given: readonly { readonly text: string; readonly tokens: number; readonly score: number }[];
}

/** A question that could not be read, or not be put to the model in every mode. */
export interface RefusedLine {
  /** Absolute; that of the data unless said. */
  readonly file?: string;
  readonly line: number; // of the file, from 1; in a JSON document the entry
  readonly image?: string; // as the data names it, where the line says so
  readonly reason: string; // one sentence
}

export interface EvaluateResult {
  readonly model: string;
  readonly device: string;
  readonly precision: string;
  readonly tower?: TowerPrecision; // of the encoder; fp32 unless said
  /** Of the encoder's weights and shape, hexadecimal; absent from results of earlier versions. */
  readonly encoderFingerprint?: string;
  readonly imageBackend: ImageBackend;
  readonly imageRoute: ImageRoute;
  readonly data: string; // the file, absolute; the folder where a set lies in several
  readonly set: SetName;
  readonly split: string | null;
  readonly scorer: ScorerName;
  readonly instruction?: string; // what was added to every question
  readonly images: number;
  readonly questions: number; // asked and judged in every mode
  /** Of a request for what is `kept`: questions that some mode has not answered yet. Where none is answered there are no rows. */
  readonly pending?: number;
  readonly rows: readonly EvaluatedMode[]; // in the order of the modes asked for
  /** Questions of every kind, in the order of the alphabet. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Lines of the data that are in no figure, in their order; absent where there is none. */
  readonly refused?: readonly RefusedLine[];
  readonly details?: readonly EvaluatedQuestion[];
  /** Sentences that belong beside the table, e.g. that few images make an interval too narrow. */
  readonly notes?: readonly string[];
  readonly shard?: Shard; // of which these rows are
  readonly recorded?: RecordedEvaluation;
}

/** What was answered in an evaluation or in one shard of it, before anything is judged: parts of all shards give the result of one machine. */
export interface RecordedEvaluation {
  /** Of everything that answers depend on beside the pictures; parts of different ones are not merged. */
  readonly fingerprint: string;
  readonly run: {
    readonly model: string;
    readonly device: string;
    readonly precision: string;
    readonly tower: TowerPrecision;
    readonly encoderFingerprint?: string; // absent from parts of earlier versions
    readonly imageBackend: ImageBackend;
    readonly imageRoute: ImageRoute;
    readonly data: string;
    readonly set: SetName;
    readonly split: string | null;
    readonly scorer: ScorerName;
    readonly instruction: string | null;
    readonly maxNewTokens: number;
    readonly modes: readonly RecordedMode[];
    readonly notes: readonly string[]; // about the run as a whole
  };
  readonly shard: Shard; // 1 of 1 for a whole
  /** How many images and questions there are in all shards. */
  readonly whole: { readonly images: number; readonly questions: number };
  readonly questions: readonly RecordedQuestion[];
  /** Left out before the model was asked: the same in every shard. */
  readonly unread: readonly RefusedLine[];
  /** Left out because of what the model said. */
  readonly unasked: readonly (RefusedLine & { readonly order: number; readonly code: string })[];
  /** Remarks on pictures and on questions, by what they are about. */
  readonly remarks: { readonly pictures: readonly Remark[]; readonly questions: readonly Remark[] };
}

export interface RecordedMode {
  readonly mode: string;
  readonly equalTo?: { readonly mode: string; readonly tokens: number };
}

export interface Remark {
  readonly order: number; // of the question where it was met first
  readonly about: string;
  readonly sentences: readonly string[];
}

export interface RecordedQuestion {
  readonly order: number; // among all questions of all shards, from 0
  readonly picture: number; // among all pictures of all shards, from 0
  readonly id: string;
  readonly image: string;
  readonly path: string;
  readonly question: string;
  readonly answers: readonly string[];
  readonly kind?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Questions of one group are judged together; all are about one picture. */
  readonly group?: string;
  readonly given: readonly { readonly text: string; readonly tokens: number; readonly cut: boolean }[]; // one per mode
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
  /** What else the engine did or was asked for meanwhile, and sleeps of the computer: the times say little then. Empty where there was nothing. */
  readonly disturbedBy: readonly string[];
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
