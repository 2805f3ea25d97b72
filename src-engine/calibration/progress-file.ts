/** What an unfinished calibration has found so far, point by point, so that a run can be resumed. Deleted when the run ends. */
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-write.ts';
import { exists, readText } from '../files/bounded-file.ts';
import { document } from '../files/document.ts';
import { refusal, type Subject } from '../files/refusal.ts';
import { largestFile } from './calibration-subject.ts';
import { keyText, type RunKey } from './run-key.ts';
import { quantileLevels, type Summary } from './statistics.ts';

export interface RunProgress {
  readonly found: readonly (readonly number[])[]; // thresholds of the first targets, [..][L]
  readonly measured: readonly Summary[]; // token counts of the first targets; only once all are found
}

const summarySchema = z.strictObject({
  mean: z.number().positive(),
  std: z.number().min(0),
  quantiles: z.array(z.number().positive()).length(quantileLevels.length),
  meanError: z.number().min(0).exactOptional(),
});

const progressSchema = z.strictObject({
  format: z.literal('dymu-calibration-progress'),
  version: z.literal(1),
  key: z.strictObject({ encoder: z.string(), data: z.string(), batch: z.int(), totals: z.array(z.int()) }),
  found: z.array(z.array(z.number().min(0).max(1))),
  measured: z.array(summarySchema),
});

/** Where the half-results of a calibration lie: beside the file that it will write. */
export function progressPath(out: string): string {
  return `${out}.progress`;
}

/**
 * Half-results to go on from; empty where there are none.
 *
 * @throws EngineError `bad-calibration` if they belong to another run or are damaged
 */
export async function readProgress(out: string, key: RunKey): Promise<RunProgress> {
  const path = progressPath(out);
  if (!(await exists(path))) return { found: [], measured: [] };
  const subject: Subject = {
    file: path,
    code: 'bad-calibration',
    remedy: 'delete it, or calibrate without resuming',
  };
  const progress = document(progressSchema, await readText(path, largestFile, subject), subject);
  if (keyText(progress.key) !== keyText(key)) {
    throw refusal(subject, 'belongs to a calibration with another encoder, other images or other settings');
  }
  return progress;
}

/** Throws EngineError `bad-input` where it cannot be written. */
export async function writeProgress(
  out: string,
  key: RunKey,
  { found, measured }: RunProgress,
): Promise<void> {
  const file = { format: 'dymu-calibration-progress', version: 1, key, found, measured };
  await writeAtomically(progressPath(out), JSON.stringify(file));
}

export async function deleteProgress(out: string): Promise<void> {
  await rm(progressPath(out), { force: true });
}
