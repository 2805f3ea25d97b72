/** The calibration file: what it holds, how it is checked, read and written. Finds nothing; calibrate.ts does. */
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-write.ts';
import { checked, isObject, json } from '../files/document.ts';
import { refusal, type Subject } from '../files/refusal.ts';
import { clip, show } from '../files/words.ts';
import type { Remedy } from '../remedy.ts';
import { calibrationSubject, readCalibrationText } from './calibration-subject.ts';
import { publishedFormat } from './published-thresholds.ts';
import { quantileLevels } from './statistics.ts';

const format = 'dymu-calibration';
const version = 1;

const count = z.int().min(1).max(1e6);
const name = z.string().min(1).max(1000);

const pointSchema = z.strictObject({
  target: z.number().positive(), // tokens per view that the thresholds were searched for
  thresholds: z.array(z.number().min(0).max(1)).min(1).max(1000), // [L_x]
  mean: z.number().positive(), // measured tokens per view
  std: z.number().min(0),
  quantiles: z.array(z.number().positive()).length(quantileLevels.length), // at statistics.ts' quantileLevels
  meanError: z.number().min(0).exactOptional(), // how far the mean may be off, being of these images; files of earlier versions do not say
});

/** Thresholds of rows, of models that join squares of patches. */
const rowsSchema = z.strictObject({
  fingerprint: name, // of encoder and projector
  cells: count,
  points: z
    .array(
      z.strictObject({
        threshold: z.number().min(0).max(1),
        mean: z.number().positive(), // measured rows per view
        std: z.number().min(0),
        quantiles: z.array(z.number().positive()).length(quantileLevels.length),
      }),
    )
    .min(1)
    .max(1000), // ascending mean
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
  data: z.strictObject({
    images: count,
    fingerprint: name,
    source: z.string().max(1000),
    // How the images were read; files of earlier versions do not say.
    imageBackend: z.enum(['torchvision', 'pil', 'pil-12']).exactOptional(),
    imageRoute: z.enum(['path', 'object']).exactOptional(),
  }),
  procedure: z.strictObject({ batch: count, schedule: z.literal('constant'), created: z.iso.datetime() }),
  points: z.array(pointSchema).min(1).max(1000), // ascending mean
  rows: rowsSchema.exactOptional(),
});

export type CalibratedRows = z.infer<typeof rowsSchema>;
export type Calibration = z.infer<typeof calibrationSchema>;

/**
 * Checks the text of a calibration file.
 *
 * @param file its name, for sentences
 * @throws EngineError `bad-calibration`
 */
export function parseCalibration(text: string, file: string): Calibration {
  const subject = calibrationSubject(file);
  const value = json(text, subject);
  checkHead(value, subject);
  const calibration = checked(calibrationSchema, value, subject);
  const problem = contradiction(calibration);
  if (problem !== undefined) throw refusal(subject, `contradicts itself (${problem})`);
  return calibration;
}

/** Tells other files and later versions from damage. */
function checkHead(value: unknown, subject: Subject): void {
  const head = isObject(value) ? value : {};
  if (head['format'] === publishedFormat) {
    const fact =
      'holds published thresholds, which come without token counts, so that no budget can be asked of it';
    throw refusal(subject, fact, { cure: { kind: 'thresholds-file' } });
  }
  if (head['format'] !== format || head['version'] === undefined) {
    throw refusal(subject, 'is not a calibration of this program', { cure: 'choose another file' });
  }
  if (head['version'] !== version) {
    const update: Remedy = { kind: 'advice', words: 'update the program' };
    const cure: Remedy = { kind: 'either', remedies: [update, { kind: 'calibrate-again' }] };
    throw refusal(subject, `has version ${show(head['version'])}, but only ${version} is known`, { cure });
  }
}

/** Throws EngineError `bad-calibration` unless the file was made with this very encoder. */
export function requireEncoder(
  calibration: Calibration,
  file: string,
  encoder: { readonly fingerprint: string; readonly name: string },
): void {
  const { fingerprint, name: made } = calibration.encoder;
  if (fingerprint === encoder.fingerprint) return;
  const fact = `was made with the encoder of "${clip(made)}" (${clip(fingerprint.slice(0, 12))}), not with that of "${clip(encoder.name)}" (${clip(encoder.fingerprint.slice(0, 12))})`;
  throw refusal(calibrationSubject(file), fact);
}

/** Throws EngineError `bad-calibration`. */
export async function readCalibration(path: string): Promise<Calibration> {
  return parseCalibration(await readCalibrationText(path), path);
}

/** Throws EngineError `bad-input` where the file cannot be written. */
export async function writeCalibration(path: string, calibration: Calibration): Promise<void> {
  await writeAtomically(path, `${JSON.stringify(calibration, null, 1)}\n`);
}

/** What the schema cannot say: numbers that exclude each other. */
function contradiction({ encoder, points, rows }: Calibration): string | undefined {
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
  return rows === undefined ? undefined : contradictionOfRows(rows, encoder.patches);
}

function contradictionOfRows({ cells, points }: CalibratedRows, patches: number): string | undefined {
  if (cells > patches) return `there are more cells than the encoder's ${patches} patches`;
  for (const [index, { threshold, mean, quantiles }] of points.entries()) {
    const here = `point ${index + 1} of the rows`;
    const previous = points[index - 1];
    if (Math.max(mean, ...quantiles) > cells) return `${here} counts more rows than there are cells`;
    if (previous && mean <= previous.mean) return `the mean of ${here} is not above that of the point before`;
    if (previous && threshold <= previous.threshold) return `the threshold of ${here} does not rise`;
  }
  return undefined;
}
