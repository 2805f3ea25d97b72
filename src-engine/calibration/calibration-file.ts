/** The calibration file: what it holds, how it is checked, read and written. Finds nothing; calibrate.ts does. */
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomically } from '../atomic-write.ts';
import { EngineError } from '../errors.ts';
import { quantileLevels } from './statistics.ts';

const format = 'dymu-calibration';
const version = 1;
const largestFile = 16 * 2 ** 20; // bytes; a curve of 100 points over 100 layers has 0.3 MB

const count = z.int().min(1).max(1e6);
const name = z.string().min(1).max(1000);

const pointSchema = z.strictObject({
  target: z.number().positive(), // tokens per view that the thresholds were searched for
  thresholds: z.array(z.number().min(0).max(1)).min(1).max(1000), // [L_x]
  mean: z.number().positive(), // measured tokens per view
  std: z.number().min(0),
  quantiles: z.array(z.number().positive()).length(quantileLevels.length), // at statistics.ts' quantileLevels
});

const calibrationSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  encoder: z.strictObject({
    fingerprint: name,
    name,
    patches: count, // N0
    layers: count, // L_x
    classToken: z.boolean(),
  }),
  data: z.strictObject({ images: count, fingerprint: name, source: z.string().max(1000) }),
  procedure: z.strictObject({ batch: count, schedule: z.literal('constant'), created: z.iso.datetime() }),
  points: z.array(pointSchema).min(1).max(1000), // ascending mean
});

export type Calibration = z.infer<typeof calibrationSchema>;
export type CalibrationFilePoint = z.infer<typeof pointSchema>;

/**
 * Checks the text of a calibration file.
 *
 * @param file its name, for sentences
 * @throws EngineError `bad-calibration`
 */
export function parseCalibration(text: string, file: string): Calibration {
  const value = parseJson(text, file);
  const head = z.object({ format: z.literal(format), version: z.unknown() }).safeParse(value);
  if (!head.success) throw refusal(file, 'is not a calibration of this program', 'choose another file');
  if (head.data.version !== version) {
    const fact = `has version ${JSON.stringify(head.data.version).slice(0, 40)}, but only ${version} is known`;
    throw refusal(file, fact, 'update the program, or calibrate again with "dymu calibrate"');
  }
  const result = calibrationSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw refusal(file, `is damaged at "${issue?.path.join('.') ?? ''}" (${issue?.message ?? 'unknown'})`);
  }
  const problem = contradiction(result.data);
  if (problem !== undefined) throw refusal(file, `contradicts itself (${problem})`);
  return result.data;
}

/** Throws EngineError `bad-calibration` unless the file was made with this very encoder. */
export function requireEncoder(
  calibration: Calibration,
  file: string,
  encoder: { readonly fingerprint: string; readonly name: string },
): void {
  const { fingerprint, name: made } = calibration.encoder;
  if (fingerprint === encoder.fingerprint) return;
  const fact = `was made with the encoder of "${made}" (${fingerprint.slice(0, 12)}), not with that of "${encoder.name}" (${encoder.fingerprint.slice(0, 12)})`;
  throw refusal(file, fact, 'calibrate this model with "dymu calibrate"');
}

/** Throws EngineError `bad-calibration`. */
export async function readCalibration(path: string): Promise<Calibration> {
  return parseCalibration(await readSmallText(path), path);
}

/** Throws EngineError `bad-input` where the file cannot be written. */
export async function writeCalibration(path: string, calibration: Calibration): Promise<void> {
  await writeAtomically(path, `${JSON.stringify(calibration, null, 1)}\n`);
}

async function readSmallText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= largestFile) return await readFile(path, 'utf8');
  } catch (cause) {
    throw refusal(path, 'cannot be read', 'check that it exists and is readable', cause);
  }
  throw refusal(path, 'is too large for a calibration', 'choose another file');
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refusal(file, 'is not valid JSON', undefined, cause);
  }
}

/** What the schema cannot say: numbers that exclude each other. */
function contradiction({ encoder, points }: Calibration): string | undefined {
  for (const [index, point] of points.entries()) {
    const here = `point ${index + 1}`;
    const previous = points[index - 1];
    const { thresholds, mean, quantiles, target, std } = point;
    if (thresholds.length !== encoder.layers) {
      return `${here} has ${thresholds.length} thresholds for ${encoder.layers} layers`;
    }
    if (Math.max(mean, target, std, ...quantiles) > encoder.patches) {
      return `${here} counts more tokens than the encoder's ${encoder.patches} patches`;
    }
    if (quantiles.some((value, q) => value < (quantiles[q - 1] ?? 0))) return `the quantiles of ${here} fall`;
    if (mean < (quantiles.at(0) ?? mean) || mean > (quantiles.at(-1) ?? mean)) {
      return `the mean of ${here} lies outside its quantiles`;
    }
    if (previous && mean <= previous.mean) return `the mean of ${here} is not above that of the point before`;
    const falling = thresholds.findIndex(
      (threshold, layer) => threshold < (previous?.thresholds[layer] ?? 0),
    );
    if (falling >= 0) return `the threshold of layer ${falling + 1} falls at ${here}`;
  }
  return undefined;
}

function refusal(
  file: string,
  fact: string,
  remedy = 'calibrate again with "dymu calibrate"',
  cause?: unknown,
): EngineError {
  const detail = cause instanceof Error ? { detail: cause.message, cause } : {};
  return new EngineError('bad-calibration', `The file "${file}" ${fact}; ${remedy}.`, detail);
}
