/** What the embedded model said about the sample pictures, as ask-samples.ts takes it down: its file and theirs. Runs no model. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const mergedModes = ['dymu:high', 'dymu:mid', 'dymu:low'] as const;

/** The lists that tools/pocket/make_samples.py writes, as far as they are used here. */
const samplesSchema = z.array(
  z.looseObject({
    file: z.string(),
    title: z.string(),
    opening: z.literal(true).optional(),
    qa: z.array(z.strictObject({ kind: z.string(), question: z.string(), answer: z.string() })).min(1),
  }),
);

export type Sample = z.infer<typeof samplesSchema>[number];

const answersSchema = z.strictObject({
  version: z.literal(1),
  device: z.string(),
  precision: z.string(),
  /** SHA-256 (hex) of what the answers depend on, by path in the assets. */
  contents: z.record(z.string(), z.string()),
  samples: z.array(
    z.strictObject({
      file: z.string(),
      answers: z.array(
        z.strictObject({
          question: z.string(),
          full: z.string(), // with all tokens
          right: z.boolean(), // so answered
          changes: z.partialRecord(z.enum(mergedModes), z.string()), // merged answers that read otherwise, by mode
        }),
      ),
    }),
  ),
});

export type SampleAnswers = z.infer<typeof answersSchema>;
export type SampleAnswer = SampleAnswers['samples'][number]['answers'][number];

export const answersFile = 'samples/answers.json';
const samplesFile = 'samples/samples.json';

/** Throws where the file is not there or not what it should be. */
export async function readSamples(assets: string): Promise<readonly Sample[]> {
  return samplesSchema.parse(JSON.parse(await readFile(join(assets, samplesFile), 'utf8')));
}

/** Throws where the file is not there or not what it should be. */
export async function readSampleAnswers(assets: string): Promise<SampleAnswers> {
  return answersSchema.parse(JSON.parse(await readFile(join(assets, answersFile), 'utf8')));
}

/** What the answers were given with, to see whether it is still the same. */
export async function answerContents(
  assets: string,
  samples: readonly Sample[],
): Promise<Record<string, string>> {
  const files = [
    ...['config.json', 'model.safetensors', 'tokenizer.json'].map((name) => `pocket/${name}`),
    'calibrations/pocket.json',
    samplesFile,
    ...samples.map(({ file }) => `samples/${file}`),
  ];
  const contents: Record<string, string> = {};
  for (const file of files) {
    contents[file] = createHash('sha256')
      .update(await readFile(join(assets, file)))
      .digest('hex');
  }
  return contents;
}
