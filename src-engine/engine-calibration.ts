/** Calibrations: how one is asked for, what it measured, and what is known of the one in use: types of the engine's interface. */
import type { ImageBackend, ImageRoute } from './engine-pictures.ts';
import type { Preset } from './reduction/budget.ts';

export interface CalibrationPoint {
  readonly target: number; // tokens per view that the thresholds were searched for
  readonly mean: number; // measured tokens per view
  readonly std: number;
  readonly quantiles: readonly number[]; // at 0, 5, 10, 25, 50, 75, 90, 95, 100 %
  /** How far the mean may be off because it is of these images: half of the middle 95 % of resampled means, tokens per view. */
  readonly meanError?: number;
}

export interface CalibrationInfo {
  readonly images: number;
  readonly source: string; // what kind of images, as their folders are called; '' where the file does not say
  /** How those images were read; absent where the file does not say, as those of earlier versions do not. */
  readonly imageBackend?: ImageBackend;
  readonly imageRoute?: ImageRoute;
  readonly points: readonly CalibrationPoint[]; // ascending mean
  readonly range: readonly [number, number]; // smallest and largest reachable target average
  readonly presets: Readonly<Record<Preset, number>>; // target average tokens
  /** Of rows, where squares of patches are joined and thresholds of rows belong to these weights [rows per view]. */
  readonly rows?: Pick<CalibrationInfo, 'points' | 'range' | 'presets'>;
}

export interface CalibrationFile {
  readonly file: string; // path
  /** It came with the program. */
  readonly shipped: boolean;
}

export interface CalibrateRequest {
  readonly images: readonly string[]; // files
  readonly out: string;
  readonly points?: number; // >= 9 unless asked otherwise
  readonly resume?: boolean;
  /** Files that no threshold is found with: counted at every point afterwards, they tell whether the averages hold on other pictures. Not shared with other machines. */
  readonly heldBack?: readonly string[];
}

/** What images that a calibration was not made with keep at its points. */
export interface HeldBackReport {
  readonly images: number; // those that were read
  readonly skipped: readonly SkippedImage[];
  /** In the order of the calibration's points; empty without images. */
  readonly points: readonly HeldBackPoint[];
}

export interface HeldBackPoint {
  readonly promised: number; // the calibration's mean, tokens per view
  readonly mean: number; // measured, tokens per view
  readonly std: number; // of an image
}

/** An image that could not be read and was left out. */
export interface SkippedImage {
  readonly path: string;
  readonly reason: string; // a sentence
}

export interface CalibrateResult {
  readonly out: string;
  readonly images: number; // those that were read
  readonly skipped: readonly SkippedImage[];
  readonly points: readonly CalibrationPoint[];
  /** Where squares of patches are joined: what thresholds of rows leave [rows per view]. */
  readonly rows?: readonly { readonly threshold: number; readonly mean: number; readonly std: number }[];
  /** Where some were held back. */
  readonly heldBack?: HeldBackReport;
  /** How the images were read. */
  readonly imageBackend: ImageBackend;
  readonly imageRoute: ImageRoute;
  /** Sentences that belong beside the curve: few images, turned ones, files that are no pictures. */
  readonly notes: readonly string[];
}
