/** A whole folder against hostile files: whatever lies in it, the outcome is a model or one sentence. Here: every JSON file, made up at random. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { goldenCopy, readJsonFile, writeJson, type GoldenCase } from '../../support/scratch.ts';
import { documents, expectOutcome } from './outcome.ts';

const jsonFiles: readonly [GoldenCase, string][] = [
  ['llava15-siglip', 'config.json'],
  ['llava15-siglip', 'tokenizer.json'],
  ['llava15-siglip', 'tokenizer_config.json'],
  ['llava15-siglip', 'processor_config.json'],
  ['llava15-siglip', 'generation_config.json'],
  ['llava15-clip', 'preprocessor_config.json'],
  ['llava15-clip', 'chat_template.json'],
  ['llava-next', 'model.safetensors.index.json'],
  ['llava-next', 'preprocessor_config.json'],
  ['onevision', 'config.json'],
  ['onevision', 'video_preprocessor_config.json'],
];

describe('random documents', { timeout: 600_000 }, () => {
  it.each(jsonFiles)('%s: every %s ends in a model or an EngineError', async (name, file) => {
    const directory = await goldenCopy(name);
    const known = await readJsonFile(directory, file);
    await fc.assert(
      fc.asyncProperty(documents(known), async (value) => {
        await writeJson(directory, file, value ?? null);
        await expectOutcome(directory);
      }),
      { numRuns: 60 },
    );
  });
});
