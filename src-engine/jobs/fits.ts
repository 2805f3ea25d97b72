/** Whether what is loaded is what a job asks for. */
import { resolve } from 'node:path';
import type { ImageBackend, JobRequest, ModelSource, TowerPrecision } from '../engine.ts';

export interface LoadedSource {
  readonly source: ModelSource; // as it was asked for
  readonly directory: string; // what it led to
}

export interface SourceDefaults {
  readonly imageBackend: ImageBackend;
  readonly tower: TowerPrecision;
}

export function fitsJob(
  { source, directory }: LoadedSource,
  { kind, model }: JobRequest,
  { imageBackend, tower }: SourceDefaults,
): boolean {
  const sameFolder = model.directory === source.directory || resolve(model.directory) === resolve(directory);
  // A calibration is made whatever other one is in force.
  const sameCalibration = kind === 'calibrate' || pathOf(model.calibration) === pathOf(source.calibration);
  return (
    sameFolder &&
    sameCalibration &&
    (model.imageBackend ?? imageBackend) === (source.imageBackend ?? imageBackend) &&
    (model.tower ?? tower) === (source.tower ?? tower)
  );
}

function pathOf(file: string | undefined): string | undefined {
  return file === undefined ? undefined : resolve(file);
}
