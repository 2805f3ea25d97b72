/** A whole folder against hostile files: whatever lies in it, the outcome is a model or one sentence. Here: parts of documents, tokenizers and templates, made up at random. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originalModel } from '../original.ts';
import { goldenCopy, readJsonFile, writeJson } from '../../support/scratch.ts';
import { documents, expectOutcome, scalar } from './outcome.ts';

describe('random parts of documents', { timeout: 600_000 }, () => {
  it.each(['text_config', 'vision_config'])('every %s ends in a model or an EngineError', async (part) => {
    const directory = await goldenCopy('llava15-clip');
    const config = await readJsonFile(directory, 'config.json');
    const inside = config[part];
    await fc.assert(
      fc.asyncProperty(documents({ ...(typeof inside === 'object' ? inside : {}) }), async (value) => {
        await writeJson(directory, 'config.json', { ...config, [part]: value });
        await expectOutcome(directory);
      }),
      { numRuns: 100 },
    );
  });

  it('every tokenizer model, pre-tokenizer and normalizer ends in a model or an EngineError', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const json = await readJsonFile(directory, 'tokenizer.json');
    const step = fc.oneof(
      fc.jsonValue(),
      fc.record({
        type: fc.constantFrom(
          'Sequence',
          'Replace',
          'Metaspace',
          'Split',
          'Prepend',
          'ByteLevel',
          'BPE',
          'Unigram',
          'x',
        ),
        pattern: fc.oneof(scalar, fc.record({ Regex: fc.string() }), fc.record({ String: fc.string() })),
        content: scalar,
        vocab: fc.oneof(scalar, fc.dictionary(fc.string(), scalar)),
        merges: fc.oneof(scalar, fc.array(fc.string())),
        normalizers: fc.array(fc.jsonValue()),
        pretokenizers: fc.array(fc.jsonValue()),
      }),
    );
    const field = fc.constantFrom('model', 'pre_tokenizer', 'normalizer', 'post_processor', 'decoder');
    await fc.assert(
      fc.asyncProperty(field, step, async (key, value) => {
        await writeJson(directory, 'tokenizer.json', { ...json, [key]: value });
        await expectOutcome(directory);
      }),
      { numRuns: 100 },
    );
  });

  it('every chat template ends in a prompt or an EngineError', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const piece = fc.constantFrom(
      ...[
        '{%',
        '%}',
        '{{',
        '}}',
        'for m in messages',
        'endfor',
        'if',
        'else',
        'endif',
        'messages',
        "['content']",
      ],
      ...[
        "[0]['content']",
        '<image>',
        ' ',
        '\n',
        '|',
        'length',
        'set x =',
        'loop',
        '{#',
        '-%}',
        '*',
        '1e9',
        'range(',
        ')',
      ],
    );
    const template = fc.oneof(
      fc.array(piece, { maxLength: 20 }).map((parts) => parts.join('')),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(template, async (text) => {
        await writeFile(join(directory, 'chat_template.jinja'), text);
        await expectOutcome(directory);
      }),
      { numRuns: 80 },
    );
  });

  it('every config of an original LLaVA model and of its tower ends in a model or an EngineError', async () => {
    const { model, tower } = await originalModel();
    const configs = [
      [model, await readJsonFile(model, 'config.json')],
      [tower, await readJsonFile(tower, 'config.json')],
    ] as const;
    for (const [directory, known] of configs) {
      await fc.assert(
        fc.asyncProperty(documents(known), async (value) => {
          await writeJson(directory, 'config.json', value ?? null);
          await expectOutcome(model);
        }),
        { numRuns: 60 },
      );
      await writeJson(directory, 'config.json', known);
    }
    expect(await expectOutcome(model)).toBe('opened');
  });
});
