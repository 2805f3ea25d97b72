import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectCheckpoint } from '../../src-engine/checkpoint/inspect.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { editJson, emptyFolder, goldenCopy, goldenModel, rejection, writeJson } from '../support/scratch.ts';

const inspect = async (directory: string) => (await inspectCheckpoint(directory)).inspection;

describe('inspectCheckpoint', () => {
  it('describes a model that runs', async () => {
    const found = await inspect(goldenModel('llava15-clip'));
    expect(found).toMatchObject({
      family: 'llava',
      supported: true,
      vision: { layers: 6, executedLayers: 5, width: 64, classToken: true, weights: 'F32' },
      text: { layers: 4, width: 96, vocabulary: 406, weights: 'F32' },
      parameters: 670_560,
      tokensPerView: 36,
    });
    expect(found).not.toHaveProperty('reason');
    // The decoder's linear layers hold 4 * (4 * 96 * 96 + 3 * 96 * 192) + 406 * 96 numbers, in rows of whole blocks of 32.
    const linear = 4 * (4 * 96 * 96 + 3 * 96 * 192) + 406 * 96;
    const rest = (670_560 - linear) * 4;
    expect(found.bytes).toEqual({
      fp32: 670_560 * 4,
      fp16: rest + linear * 2,
      int8: rest + linear * (1 + 4 / 32),
      int4: rest + linear * (0.5 + 4 / 32),
    });
  });

  it('counts a tied head once in full precision, and once more where it is quantised', async () => {
    const { bytes, parameters } = await inspect(goldenModel('llava15-siglip'));
    const head = 406 * 96;
    const linear = 3 * (2 * 96 * 96 + 2 * 32 * 96 + 2 * 176 * 96);
    const blocksOf176 = 3 * 96 * 192; // rows of 176 take six blocks of 32
    const rest = (parameters - head - linear - 3 * 96 * 176) * 4 + head * 2;
    expect(bytes['fp32']).toBe(parameters * 4);
    expect(bytes['int8']).toBe(rest + (linear + blocksOf176 + head) * (1 + 4 / 32));
  });

  it('tells what can be known of a family that is not supported', async () => {
    const directory = await goldenCopy('llava15-clip');
    await editJson(directory, 'config.json', { model_type: 'shiny_new' });
    const found = await inspect(directory);
    expect(found.reason).toContain("config.json: model_type 'shiny_new' is not supported; supported: llava");
    expect(found).toMatchObject({
      family: 'shiny_new',
      supported: false,
      vision: { model_type: 'clip_vision_model', hidden_size: 64, image_size: 84 },
      text: { model_type: 'llama', vocab_size: 406 },
      parameters: 704_160, // (2834800 bytes of file - 18160 of header) / 4,
      bytes: { fp32: 2_816_640, fp16: 1_408_320 },
      tokensPerView: 36,
    });
  });

  it('tells it of a language model without a tower, and of a folder without weights', async () => {
    const directory = await emptyFolder();
    await writeJson(directory, 'config.json', { model_type: 'llama', hidden_size: 64, num_hidden_layers: 2 });
    expect(await inspect(directory)).toMatchObject({
      family: 'llama',
      supported: false,
      vision: {},
      text: { hidden_size: 64, num_hidden_layers: 2 },
      parameters: 0,
      tokensPerView: 0,
    });
  });

  it('gives the reason why a damaged model of a supported family will not run', async () => {
    const directory = await goldenCopy('llava15-clip');
    await rm(join(directory, 'tokenizer.json'));
    const { supported, reason } = await inspect(directory);
    expect([supported, reason]).toEqual([
      false,
      'The folder has no tokenizer.json; download it from where the model was published.',
    ]);
  });

  it('throws where there is no folder or no readable config.json', async () => {
    const directory = await emptyFolder();
    expect((await rejection(inspect(join(directory, 'nowhere')))).code).toBe('bad-input');
    expect((await rejection(inspect(directory))).message).toContain('is empty');
    await writeFile(join(directory, 'config.json'), '{');
    expect((await rejection(inspect(directory))).message).toContain("'config.json' is not valid JSON");
    for (const [text, shown] of [
      ['NaN', 'is not valid JSON'],
      ['[]', 'is [], but must be an object'],
      ['17', 'is 17, but must be an object'],
    ] as const) {
      await writeFile(join(directory, 'config.json'), text);
      expect(await rejection(inspect(directory))).toMatchObject({
        code: 'bad-checkpoint',
        message: expect.stringContaining(shown) as string,
      });
    }
  });

  it('ends every random config.json in an inspection or an EngineError', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const part = fc.dictionary(
      fc.constantFrom(
        'model_type',
        'hidden_size',
        'image_size',
        'patch_size',
        'num_hidden_layers',
        'vocab_size',
      ),
      fc.oneof(fc.jsonValue(), fc.integer(), fc.constantFrom('llama', 'siglip_vision_model')),
    );
    const config = fc.oneof(
      fc.jsonValue(),
      fc.record({
        model_type: fc.constantFrom('llava', 'other', 3, '__proto__'),
        vision_config: fc.oneof(part, fc.jsonValue()),
        text_config: fc.oneof(part, fc.jsonValue()),
      }),
    );
    await fc.assert(
      fc.asyncProperty(config, async (value) => {
        await writeJson(directory, 'config.json', value);
        try {
          const { family, tokensPerView } = await inspect(directory);
          expect(typeof family).toBe('string');
          expect(tokensPerView).toBeGreaterThanOrEqual(0);
        } catch (cause) {
          expect(cause).toBeInstanceOf(EngineError);
        }
      }),
      { numRuns: 150 },
    );
  });
});
