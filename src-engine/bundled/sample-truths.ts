/** What is true of the sample scenes: reads assets/samples/samples.json, which the program that painted them wrote. Opens no picture. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import type { KnownAnswer } from '../judging/known-answers.ts';

const folder = 'samples';
const truthsFile = 'samples.json';

const truthsSchema = z.array(
  z.object({
    file: z.string().min(1),
    qa: z.array(z.object({ kind: z.string(), question: z.string().min(1), answer: z.string().min(1) })),
  }),
);

/** Known answers by the picture's absolute path. Assets without the file know nothing; a damaged one throws `bad-input`. */
export async function readTruths(assets: string): Promise<ReadonlyMap<string, readonly KnownAnswer[]>> {
  const text = await readFile(join(assets, folder, truthsFile), 'utf8').catch(() => undefined);
  if (text === undefined) return new Map();
  return new Map(parseTruths(text).map(({ file, qa }) => [resolve(assets, folder, file), qa]));
}

function parseTruths(text: string): z.infer<typeof truthsSchema> {
  try {
    return truthsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new EngineError(
      'bad-input',
      `'${truthsFile}' is not the list of the samples' true answers; install the application again.`,
      { cause, detail: String(cause) },
    );
  }
}
