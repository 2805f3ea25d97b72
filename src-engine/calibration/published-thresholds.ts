/**
 * Thresholds that somebody published for encoders of one shape, as a file of this program. Not a calibration: how many tokens they leave was
 * not measured here, and the weights they were found with are known by name only, so no budget can be asked of them.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { PublishedThresholds } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { VisionSpec } from '../families/spec.ts';
import { document } from '../files/document.ts';
import { refusal } from '../files/refusal.ts';
import { calibrationSubject, readCalibrationText } from './calibration-subject.ts';

export const publishedFormat = 'dymu-published-thresholds';

const count = z.int().min(1).max(1e6);
const words = z.string().min(1).max(1000);

const schema = z.strictObject({
  format: z.literal(publishedFormat),
  version: z.literal(1),
  name: words,
  /** All that is known of the encoder: its shape. */
  encoder: z.strictObject({
    layers: count, // of the checkpoint, L
    width: count,
    heads: count,
    mlpWidth: count,
    imageSize: count, // px
    patchSize: count, // px
    classToken: z.boolean(),
  }),
  thresholds: z.array(z.number().min(0).max(1)).min(1).max(1000), // [L]
  provenance: z.strictObject({ paper: words, code: words, weights: words }),
  /** What the authors searched for: an average of `tokens` patches merged away over all `layers`. */
  removal: z.strictObject({ tokens: count, patches: count, layers: count }),
  /** Token counts that were measured with these thresholds by the file's makers: none. */
  measured: z.null(),
});

export type PublishedFile = z.infer<typeof schema>;

/** Throws EngineError `bad-calibration`. */
export function parsePublished(text: string, file: string): PublishedFile {
  const subject = calibrationSubject(file);
  const published = document(schema, text, subject);
  const { thresholds, encoder } = published;
  if (thresholds.length === encoder.layers) return published;
  throw refusal(
    subject,
    `contradicts itself (${thresholds.length} thresholds for an encoder of ${encoder.layers} layers)`,
  );
}

function fits({ encoder }: PublishedFile, vision: VisionSpec): boolean {
  return (
    encoder.layers === vision.layers &&
    encoder.width === vision.width &&
    encoder.heads === vision.heads &&
    encoder.mlpWidth === vision.mlpWidth &&
    encoder.imageSize === vision.imageSize &&
    encoder.patchSize === vision.patchSize &&
    encoder.classToken === vision.classToken
  );
}

async function readIfPublished(file: string): Promise<PublishedFile | undefined> {
  try {
    return parsePublished(await readCalibrationText(file), file);
  } catch (error) {
    if (error instanceof EngineError) return undefined; // a calibration, or a file of somebody else's
    throw error;
  }
}

/** The first list in `directories` for an encoder of this shape, by name of the file. */
export async function findPublished(
  vision: VisionSpec,
  directories: readonly string[],
): Promise<PublishedThresholds | undefined> {
  for (const directory of directories) {
    const names = await readdir(directory).catch(() => []);
    for (const name of names.filter((entry) => entry.endsWith('.json')).sort()) {
      const file = path.join(directory, name);
      const found = await readIfPublished(file);
      if (found !== undefined && fits(found, vision)) {
        const { thresholds, provenance } = found;
        return { name: found.name, source: provenance.paper, file, thresholds };
      }
    }
  }
  return undefined;
}
