/** Whether what is loaded is what a job asks for. */
import { resolve } from 'node:path';
import type { ImageBackend, JobRequest, LanguagePrecision, ModelSource, TowerPrecision } from '../engine.ts';

export interface LoadedSource {
  readonly source: ModelSource; // as it was asked for
  readonly directory: string; // what it led to
  /** The calibration in force, named or found. */
  readonly calibrationFile?: string | undefined;
}

export interface SourceDefaults {
  readonly imageBackend: ImageBackend;
  readonly tower: TowerPrecision;
  readonly precision: LanguagePrecision;
}

/** Those that put questions; the others use the encoder alone, whatever answers. */
const asking: ReadonlySet<JobRequest['kind']> = new Set(['evaluate', 'sweep']);

export function fitsJob(
  { source, directory, calibrationFile }: LoadedSource,
  { kind, model }: JobRequest,
  { imageBackend, tower, precision }: SourceDefaults,
): boolean {
  const sameFolder = model.directory === source.directory || resolve(model.directory) === resolve(directory);
  // A calibration is made whatever other one is in force.
  // One that was named, and is found by itself after a restart, is the same.
  const inForce = [pathOf(source.calibration), pathOf(calibrationFile)];
  const sameCalibration = kind === 'calibrate' || inForce.includes(pathOf(model.calibration));
  return (
    sameFolder &&
    sameCalibration &&
    (model.imageBackend ?? imageBackend) === (source.imageBackend ?? imageBackend) &&
    (model.tower ?? tower) === (source.tower ?? tower) &&
    (!asking.has(kind) || (model.precision ?? precision) === (source.precision ?? precision))
  );
}

function pathOf(file: string | undefined): string | undefined {
  return file === undefined ? undefined : resolve(file);
}
