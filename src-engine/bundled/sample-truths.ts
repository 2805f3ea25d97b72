/** What is true of the sample scenes: reads assets/samples/samples.json, which the program that painted them wrote. Opens no picture. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { exists, readText } from '../files/bounded-file.ts';
import { document } from '../files/document.ts';
import type { KnownAnswer } from '../judging/known-answers.ts';
import { bundledFile, mostBytes } from './bundled-file.ts';

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
  const path = join(assets, folder, truthsFile);
  if (!(await exists(path))) return new Map();
  const subject = bundledFile(truthsFile);
  const truths = document(truthsSchema, await readText(path, mostBytes, subject), subject);
  return new Map(truths.map(({ file, qa }) => [resolve(assets, folder, file), qa]));
}
