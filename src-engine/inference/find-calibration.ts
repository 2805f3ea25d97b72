/** The calibration that belongs to a checkpoint's encoder: the file that was named, or the one found by fingerprint. Makes none. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readCalibration, requireEncoder } from '../calibration/calibration-file.ts';
import type { Calibration } from '../calibration/calibration-file.ts';
import { calibrationInfo, thresholdsFor } from '../calibration/curve.ts';
import { rowCalibrationInfo, rowThresholdFor } from '../calibration/row-curve.ts';
import type { EncoderCheckpoint } from '../checkpoint/checkpoint.ts';
import { rowsFingerprint } from '../checkpoint/fingerprint.ts';
import type { CalibrationFile, CalibrationInfo, ImageRoute, ModelSource } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { RowCurve, ThresholdCurve } from '../reduction/plan.ts';

/** A calibration of this name in the model's own folder wins over the searched folders. */
const besideModel = 'dymu-calibration.json';

export interface LoadedCalibration {
  readonly file: CalibrationFile; // the one that was named or found
  readonly info: CalibrationInfo;
  readonly curve: ThresholdCurve;
  /** Where the file has thresholds of these very rows. */
  readonly rowCurve?: RowCurve | undefined;
  /** Sentences about how it fits what is loaded now. */
  readonly notes: readonly string[];
}

export interface LookOptions {
  /** Searched in this order. */
  readonly directories: readonly string[];
  /** That one of them whose files came with the program. */
  readonly shipped?: string | undefined;
  /** By which pictures are read now; `path` unless said. */
  readonly route?: ImageRoute;
}

export interface Calibrations {
  readonly calibration: LoadedCalibration | undefined;
  /** For the same encoder, and not in use, in the order in which they would be taken. */
  readonly others: readonly CalibrationFile[];
}

/**
 * The one that the source names, where a mismatch is refused; else one with this encoder's fingerprint: the one that ships, where that is asked
 * for and there is one, or the one in the model's folder, or the newest of the first directory that has one.
 *
 * @throws EngineError `bad-calibration`
 */
export async function loadCalibration(
  checkpoint: EncoderCheckpoint,
  { calibration: named, shippedCalibration }: Pick<ModelSource, 'calibration' | 'shippedCalibration'>,
  { directories, shipped, route = 'path' }: LookOptions,
): Promise<Calibrations> {
  const { encoderFingerprint, spec } = checkpoint;
  const found = await findCalibrations(checkpoint, directories);
  const isShipped = ({ file }: Pick<FoundCalibration, 'file'>): boolean =>
    shipped !== undefined && path.dirname(path.resolve(file)) === path.resolve(shipped);
  const chosen =
    named === undefined
      ? ((shippedCalibration === true ? found.find(isShipped) : undefined) ?? found.at(0))
      : { file: named, calibration: await readCalibration(named) };
  if (chosen === undefined) return { calibration: undefined, others: [] };
  requireEncoder(chosen.calibration, named ?? 'The calibration', {
    fingerprint: encoderFingerprint,
    name: spec.name,
  });
  const told = ({ file }: FoundCalibration): CalibrationFile => ({ file, shipped: isShipped({ file }) });
  return {
    calibration: loadedOf(checkpoint, chosen.calibration, { file: told(chosen), route }),
    others: found.filter(({ file }) => path.resolve(file) !== path.resolve(chosen.file)).map(told),
  };
}

function loadedOf(
  checkpoint: EncoderCheckpoint,
  calibration: Calibration,
  { file, route }: { readonly file: CalibrationFile; readonly route: ImageRoute },
): LoadedCalibration {
  const { spec } = checkpoint;
  const { points } = calibration;
  const { patches } = spec.vision;
  const info = calibrationInfo(calibration);
  const rows = rowsOf(calibration, rowsFingerprint(checkpoint));
  return {
    file,
    info: rows.info === undefined ? info : { ...info, rows: rows.info },
    rowCurve: rows.curve,
    curve: {
      presets: info.presets,
      reach: info.range,
      thresholdsFor: (average) => thresholdsFor(average, points, patches),
    },
    notes: [
      ...readingNotes(info, { imageBackend: spec.preprocess.backend, imageRoute: route }),
      ...rows.notes,
    ],
  };
}

interface RowsOf {
  readonly info?: CalibrationInfo['rows'];
  readonly curve?: RowCurve;
  readonly notes: readonly string[];
}

/** @param fingerprint of the model's rows; undefined where every token is one by itself */
function rowsOf({ rows }: Calibration, fingerprint: string | undefined): RowsOf {
  if (rows === undefined || fingerprint === undefined) return { notes: [] };
  if (rows.fingerprint !== fingerprint) {
    const note =
      'The thresholds of rows in the calibration were found with another projector and are not used: calibrate again to ask for budgets of rows.';
    return { notes: [note] };
  }
  const { points, cells } = rows;
  const info = rowCalibrationInfo(points, cells);
  const thresholdFor = (average: number) => rowThresholdFor(average, points, cells);
  return { info, curve: { reach: info.range, presets: info.presets, thresholdFor }, notes: [] };
}

/** Thresholds are nearly the same however pictures are resized, but the tokens of single pictures differ: it is said, not refused. */
function readingNotes(
  { imageBackend, imageRoute }: CalibrationInfo,
  now: Required<Pick<CalibrationInfo, 'imageBackend' | 'imageRoute'>>,
): string[] {
  const differences = [
    ...(imageBackend === undefined || imageBackend === now.imageBackend
      ? []
      : [`the image backend ${imageBackend}, not ${now.imageBackend}`]),
    ...(imageRoute === undefined || imageRoute === now.imageRoute
      ? []
      : [`the image route ${imageRoute}, not ${now.imageRoute}`]),
  ];
  if (differences.length === 0) return [];
  return [
    `The calibration was made with ${differences.join(' and ')}: averages of tokens may differ a little from what it says.`,
  ];
}

export interface FoundCalibration {
  readonly file: string;
  readonly calibration: Calibration;
}

/** Calibrations with this encoder's fingerprint: the one in the model's folder, then those of `directories`, of each the newest first. Damaged files are passed over. */
export async function findCalibrations(
  { directory, encoderFingerprint }: Pick<EncoderCheckpoint, 'directory' | 'encoderFingerprint'>,
  directories: readonly string[],
): Promise<readonly FoundCalibration[]> {
  const matching = async (file: string): Promise<FoundCalibration | undefined> => {
    const calibration = await readIfValid(file);
    return calibration?.encoder.fingerprint === encoderFingerprint ? { file, calibration } : undefined;
  };
  const all: FoundCalibration[] = [];
  const own = await matching(path.join(directory, besideModel));
  if (own !== undefined) all.push(own);
  for (const searched of directories) {
    const found: FoundCalibration[] = [];
    for (const name of await jsonFiles(searched)) {
      const one = await matching(path.join(searched, name));
      if (one !== undefined) found.push(one);
    }
    all.push(...found.sort((a, b) => createdOf(b) - createdOf(a)));
  }
  return all;
}

const createdOf = ({ calibration }: FoundCalibration): number => Date.parse(calibration.procedure.created);

async function jsonFiles(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
  } catch {
    return []; // a folder that does not exist yet holds no calibrations
  }
}

/** A damaged file in a searched folder must not keep another model from loading; naming it explicitly says what is wrong with it. */
async function readIfValid(file: string): Promise<Calibration | undefined> {
  try {
    return await readCalibration(file);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}
