/** Whether what is loaded is what a job asks for, and what else it waits for, in words. */
import { basename, resolve } from 'node:path';
import type {
  CalibrationFile,
  ImageBackend,
  JobRequest,
  LanguagePrecision,
  ModelSource,
  TowerPrecision,
} from '../engine.ts';

export interface LoadedSource {
  readonly source: ModelSource; // as it was asked for
  readonly directory: string; // what it led to
  /** The calibration in force, named or found. */
  readonly calibrationFile?: CalibrationFile | undefined;
}

export interface SourceDefaults {
  readonly imageBackend: ImageBackend;
  readonly tower: TowerPrecision;
  readonly precision: LanguagePrecision;
}

/** Those that put questions; the others use the encoder alone, whatever answers. */
const asking: ReadonlySet<JobRequest['kind']> = new Set(['evaluate', 'sweep']);

export function fitsJob(loaded: LoadedSource, request: JobRequest, defaults: SourceDefaults): boolean {
  return isOfFolder(loaded, request) && differences(loaded, request, defaults).length === 0;
}

/** 'waits until pocket is loaded', or with what, where it is loaded otherwise. @param loaded undefined: nothing */
export function waitsForWords(
  loaded: LoadedSource | undefined,
  request: JobRequest,
  defaults: SourceDefaults,
): string {
  const words = `waits until ${basename(request.model.directory)} is loaded`;
  if (loaded === undefined || !isOfFolder(loaded, request)) return words;
  const others = differences(loaded, request, defaults);
  return others.length === 0 ? words : `${words} with ${others.join(' and ')}`;
}

function isOfFolder({ source, directory }: LoadedSource, { model }: JobRequest): boolean {
  return model.directory === source.directory || resolve(model.directory) === resolve(directory);
}

/** What a job of the same folder was asked for, where that is loaded otherwise. */
function differences(
  { source, calibrationFile }: LoadedSource,
  { kind, model }: JobRequest,
  { imageBackend, tower, precision }: SourceDefaults,
): string[] {
  // A calibration is made whatever other one is in force.
  // One that was named, and is found by itself after a restart, is the same.
  const inForce = [
    namedIn(source),
    pathOf(calibrationFile?.file),
    ...(calibrationFile?.shipped === true ? [shipped] : []),
  ];
  const sameCalibration = kind === 'calibrate' || inForce.includes(namedIn(model));
  const asked = {
    imageBackend: model.imageBackend ?? imageBackend,
    tower: model.tower ?? tower,
    precision: model.precision ?? precision,
  };
  const samePrecision = !asking.has(kind) || asked.precision === (source.precision ?? precision);
  return [
    ...(sameCalibration ? [] : ['the calibration that it was begun with']),
    ...(asked.imageBackend === (source.imageBackend ?? imageBackend)
      ? []
      : [`the image backend ${asked.imageBackend}`]),
    ...(asked.tower === (source.tower ?? tower) ? [] : [`its vision encoder in ${asked.tower}`]),
    ...(samePrecision ? [] : [`its language model in ${asked.precision}`]),
  ];
}

/** No path: those are absolute. */
const shipped = 'shipped';

function namedIn({ calibration, shippedCalibration }: ModelSource): string | undefined {
  return shippedCalibration === true ? shipped : pathOf(calibration);
}

function pathOf(file: string | undefined): string | undefined {
  return file === undefined ? undefined : resolve(file);
}
