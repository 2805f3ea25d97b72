/** What a model is loaded from, and what is known of it then: types of the engine's interface. */
import type { GenerationInfo } from './engine-answers.ts';
import type { CalibrationFile, CalibrationInfo } from './engine-calibration.ts';
import type { ImageBackend, PictureRole } from './engine-pictures.ts';

export interface ModelSource {
  /** A model's folder; or `org/name`, a model of the hub that is in the download cache. `ModelInfo.directory` says which folder it was. */
  readonly directory: string;
  /** A calibration file; default: the one found for this encoder's fingerprint. */
  readonly calibration?: string;
  /** Of those that are found, the one that ships with the program; where it has none for this encoder, as if nothing were said. Nothing beside `calibration`. */
  readonly shippedCalibration?: true;
  /** Default: the engine's. */
  readonly imageBackend?: ImageBackend;
  /** Default: the engine's. */
  readonly tower?: TowerPrecision;
  /** Of the language model. Default: the engine's. */
  readonly precision?: LanguagePrecision;
}

/**
 * What the vision encoder computes its linear layers in. `int8` is the fast tower, on processors with dot products of integers: it is another
 * encoder as far as merging goes, with a fingerprint and so with calibrations of its own.
 */
export type TowerPrecision = 'fp32' | 'int8';

/** What the language model computes its linear layers in. `fp32` gives the reference's logits; no precision changes how tokens merge. */
export type LanguagePrecision = 'fp32' | 'fp16' | 'int8' | 'int4';

/** Thresholds published for encoders of a shape. How many tokens they leave is not known here: use them as thresholds, not as a budget. */
export interface PublishedThresholds {
  readonly name: string;
  readonly source: string; // the paper
  readonly file: string;
  readonly thresholds: readonly number[]; // [L]
}

/** What one may ask a model, as its chat template has places for it. */
export interface Abilities {
  /** False: an encoder alone, which shows its tokens and cannot be asked. */
  readonly questions: boolean;
  readonly severalImages: boolean; // in one question
  readonly video: boolean; // else its frames are several images
  /** How many frames of a video the checkpoint samples, where it says so. */
  readonly frames?: number;
  /** How many frames, one after the other, are one view, because their patches span so many; 1 unless said. */
  readonly framesPerView?: number;
  readonly followUps: boolean; // questions behind earlier turns
}

export interface ModelInfo {
  readonly name: string;
  readonly directory: string;
  /** Fingerprint of the vision encoder, in its precision: calibrations and thresholds belong to one. */
  readonly encoder: string;
  readonly family: string;
  readonly parameters: number;
  readonly tokensPerView: number; // N0
  /** Where squares of patches are joined into rows: places of a view that the language model reads. */
  readonly cellsPerView?: number;
  /** True: pictures keep their shape. Tokens, cells and grid are then those of the model's own square, and nothing merges in the encoder. */
  readonly anyShape?: true;
  readonly grid: readonly [number, number]; // [rows, columns]
  readonly layers: number; // executed vision layers, L_x
  readonly classToken: boolean;
  readonly maxPositions: number; // 0 for an encoder alone
  readonly device: string;
  readonly precision: LanguagePrecision;
  /** Of the vision encoder. */
  readonly tower: TowerPrecision;
  readonly imageBackend: ImageBackend;
  readonly calibration: CalibrationInfo | null;
  /** Where that stands; absent where there is none. */
  readonly calibrationFile?: CalibrationFile;
  /** Others that were found for this very encoder, in the order in which they would be taken. */
  readonly otherCalibrations?: readonly CalibrationFile[];
  readonly generation: GenerationInfo;
  readonly takes: Abilities;
  /** In which roles this model cuts a picture otherwise than alone; absent where in none. */
  readonly otherRoles?: readonly Exclude<PictureRole, 'alone'>[];
  /** Where there are any for an encoder of this shape. */
  readonly published?: PublishedThresholds;
  /** Sentences about the checkpoint (tensors that are not used) and its loading (a damaged quantised copy was made again). */
  readonly notes?: readonly string[];
}
