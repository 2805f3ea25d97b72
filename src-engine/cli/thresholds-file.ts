/** Reads `{"thresholds":[...]}`. How many a model needs, the engine checks. */
import { readText } from '../files/bounded-file.ts';
import { document } from '../files/document.ts';
import type { Subject } from '../files/refusal.ts';
import { mostThresholdBytes, thresholdsFileSchema } from '../reduction/dymu/thresholds-file.ts';

/** Throws `bad-input` naming the file. */
export async function readThresholds(path: string): Promise<number[]> {
  const subject: Subject = {
    file: path,
    code: 'bad-input',
    remedy: 'give a file with {"thresholds":[0.9, ...]}, one finite number per executed layer',
  };
  return document(thresholdsFileSchema, await readText(path, mostThresholdBytes, subject), subject)
    .thresholds;
}
