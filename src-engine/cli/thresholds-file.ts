/** Reads `{"thresholds":[...]}`. How many a model needs, the engine checks. */
import { z } from 'zod';
import { readText } from '../files/bounded-file.ts';
import { document } from '../files/document.ts';
import type { Subject } from '../files/refusal.ts';

const mostBytes = 16 * 1_048_576;

// zod's numbers are finite: a 1e999 in the file is refused.
const schema = z.looseObject({ thresholds: z.array(z.number()).min(1).max(1_000) });

/** Throws `bad-input` naming the file. */
export async function readThresholds(path: string): Promise<number[]> {
  const subject: Subject = {
    file: path,
    code: 'bad-input',
    remedy: 'give a file with {"thresholds":[0.9, ...]}, one finite number per executed layer',
  };
  return document(schema, await readText(path, mostBytes, subject), subject).thresholds;
}
