/** Reads `{"thresholds":[...]}`. How many a model needs, the engine checks. */
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { readSmallText } from './small-file.ts';

// zod's numbers are finite: a 1e999 in the file is refused.
const schema = z.looseObject({ thresholds: z.array(z.number()).min(1).max(1_000) });

/** Throws `bad-input` naming the file. */
export async function readThresholds(path: string): Promise<number[]> {
  const text = await readSmallText(path, 'thresholds');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new EngineError('bad-input', `${path} is not JSON; write {"thresholds":[0.9, ...]} into it.`);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw new EngineError(
      'bad-input',
      `${path} is not a list of thresholds; write {"thresholds":[0.9, ...]} with one finite number per executed layer.`,
      { detail: parsed.error.message },
    );
  }
  return parsed.data.thresholds;
}
