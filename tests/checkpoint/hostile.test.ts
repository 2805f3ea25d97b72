/** A whole folder against hostile files: whatever lies in it, the outcome is a model or one sentence. */
import { execFileSync } from 'node:child_process';
import { mkdir, open, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileError } from '../../src-engine/files/bounded-file.ts';
import { published } from '../../src-engine/files/published-json.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { buildPrompt } from '../../src-engine/language/prompt.ts';
import { createTokenizer } from '../../src-engine/language/tokenizer.ts';
import { originalModel } from './original.ts';
import { goldenCopy, rawSafetensors, readJsonFile, writeJson, type GoldenCase } from '../support/scratch.ts';

/** Opens a folder and asks a question of it, as far as that needs no session. */
async function openAndAsk(directory: string): Promise<void> {
  const checkpoint = await openCheckpoint(directory);
  const { patches } = checkpoint.spec.vision;
  const tokenizer = createTokenizer(checkpoint.tokenizer);
  buildPrompt({ checkpoint, tokenizer, question: 'What is it?', imageLengths: [patches] });
}

const mostBytes = 1.5e9; // resident, above what was there before

/**
 * Fails the test for anything but a result or an EngineError of one harmless line, and for what takes too much memory. What does not
 * come to an end fails by the test's own time limit, which is ten times what is needed and more.
 */
async function expectOutcome(directory: string): Promise<string> {
  const memory = process.memoryUsage.rss();
  let message = 'opened';
  try {
    await openAndAsk(directory);
  } catch (cause) {
    if (!(cause instanceof EngineError)) throw cause;
    ({ message } = cause);
    expect(message).toMatch(/^[^\p{Cc}]+\.$/u);
    expect(message.length).toBeLessThan(1500);
  }
  expect(process.memoryUsage.rss() - memory).toBeLessThan(mostBytes);
  return message;
}

/** JSON of any kind, with the keys that the reader knows among them. */
function documents(known: Record<string, unknown>): fc.Arbitrary<unknown> {
  const keys = Object.keys(known);
  const replaced = fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), scalar), { maxKeys: 3 });
  return fc.oneof(
    { weight: 5, arbitrary: replaced.map((change) => ({ ...known, ...change })) },
    { weight: 2, arbitrary: fc.constantFrom(...keys).map((gone) => ({ ...known, [gone]: undefined })) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}

const scalar = fc.constantFrom<unknown>(
  ...[
    0,
    -1,
    1,
    1.5,
    1e300,
    null,
    true,
    '',
    'x',
    '__proto__',
    [],
    {},
    ['a'],
    [[1, 2]],
    { '0': { content: 'a' } },
  ],
);

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

describe('chat templates without end', () => {
  it.each([
    '{% for a in range(9999) %}{% for b in range(9999) %}{{ a * b }}{% endfor %}{% endfor %}',
    "{% set x = 'aaaaaaaa' %}{% for a in range(99) %}{% set x = x + x %}{% endfor %}{{ x }}",
    '{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}',
    `${'{% if true %}'.repeat(5000)}${'{% endif %}'.repeat(5000)}`,
    `{{ ${'('.repeat(20_000)}1${')'.repeat(20_000)} }}`,
  ])('%#', async (template) => {
    const directory = await goldenCopy('llava15-siglip');
    await writeFile(join(directory, 'chat_template.jinja'), template);
    expect(await expectOutcome(directory)).not.toBe('opened');
  });
});

describe('the largest files that are parsed at all', { timeout: 600_000 }, () => {
  it('a header of 100,000 tensors', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const entry = (at: number) =>
      [`t${at}`, { dtype: 'U8', shape: [1], data_offsets: [at, at + 1] }] as const;
    const header = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => entry(at)));
    await writeFile(join(directory, 'model.safetensors'), rawSafetensors(header, Buffer.alloc(100_000)));
    expect(await expectOutcome(directory)).toContain('needed tensors are missing');
  });

  it('a vocabulary of a million tokens', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const json = await readJsonFile(directory, 'tokenizer.json');
    const vocabulary = Array.from({ length: 1_000_000 }, (_, id): [string, number] => [id.toString(36), id]);
    const model = { type: 'BPE', vocab: Object.fromEntries(vocabulary), merges: [] };
    await writeJson(directory, 'tokenizer.json', { ...json, model });
    await expectOutcome(directory);
  });

  it('100,000 added tokens', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const json = await readJsonFile(directory, 'tokenizer.json');
    const added = Array.from({ length: 100_000 }, (_, at) => ({ id: at, content: `<${at}>`, special: true }));
    await writeJson(directory, 'tokenizer.json', { ...json, added_tokens: added });
    await expectOutcome(directory);
  });
});

describe('files that are no files', () => {
  const everyFile = async (directory: string) =>
    (await readdir(directory)).filter((name) => name.includes('.'));

  it.each(['llava15-clip', 'llava-next', 'onevision'] as const)(
    '%s: a folder, a loop of links or a dangling link in the place of any file',
    async (name) => {
      const directory = await goldenCopy(name);
      for (const file of await everyFile(directory)) {
        const path = join(directory, file);
        await rename(path, `${path}~`);
        await mkdir(path);
        await expectOutcome(directory);
        await rm(path, { recursive: true });
        await symlink(path, path);
        await expectOutcome(directory);
        await rm(path);
        await symlink(join(directory, 'nowhere'), path);
        await expectOutcome(directory);
        await rm(path);
        await rename(`${path}~`, path);
      }
      expect(await expectOutcome(directory)).toBe('opened');
    },
  );

  it.skipIf(process.platform === 'win32')('named pipes and devices do not make it wait', async () => {
    const directory = await goldenCopy('llava15-clip');
    for (const file of await everyFile(directory)) {
      const path = join(directory, file);
      await rename(path, `${path}~`);
      execFileSync('mkfifo', [path]);
      await expectOutcome(directory);
      await rm(path);
      await symlink('/dev/zero', path);
      await expectOutcome(directory);
      await rm(path);
      await rename(`${path}~`, path);
    }
  });

  it('a file that may not be read is named', () => {
    // The system's answer is made here: root, as which CI runs, may read all files.
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(fileError(published('/models/a/model.safetensors'), denied).message).toBe(
      "'model.safetensors' may not be read; allow reading it for your user.",
    );
  });
});

describe('weight files that lie', () => {
  const shard = 'model-00002-of-00002.safetensors';

  it('a shard that ends early, anywhere', async () => {
    const directory = await goldenCopy('llava-next');
    const file = await open(join(directory, shard), 'r+');
    const { size } = await file.stat();
    try {
      for (const length of [size - 1, size >> 1, 5000, 9, 8, 7, 0]) {
        await file.truncate(length);
        const message = await expectOutcome(directory);
        expect(message).toMatch(
          /^'model-00002-of-00002\.safetensors' (is truncated|is not a safetensors file)/u,
        );
      }
    } finally {
      await file.close();
    }
  });

  it('a shard that is longer than it says, by a terabyte that takes no room', async () => {
    const directory = await goldenCopy('llava-next');
    const file = await open(join(directory, shard), 'r+');
    await file.truncate(2 ** 40).finally(() => file.close());
    expect(await expectOutcome(directory)).toContain('bytes at its end that belong to no tensor');
  });

  it('a shard in the place of another', async () => {
    const directory = await goldenCopy('llava-next');
    const other = 'model-00001-of-00002.safetensors';
    await rm(join(directory, shard));
    await symlink(join(directory, other), join(directory, shard));
    expect(await expectOutcome(directory)).toContain('which does not hold it; download both again.');
  });

  it('every changed byte of a header ends in a model or an EngineError', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const file = await open(join(directory, 'model.safetensors'), 'r+');
    const damage = fc.record({
      at: fc.integer({ min: 0, max: 15_000 }),
      to: fc.integer({ min: 0, max: 255 }),
    });
    try {
      await fc.assert(
        fc.asyncProperty(damage, async ({ at, to }) => {
          const kept = Buffer.alloc(1);
          await file.read(kept, 0, 1, at);
          await file.write(Buffer.of(to), 0, 1, at);
          await expectOutcome(directory);
          await file.write(kept, 0, 1, at);
        }),
        { numRuns: 100 },
      );
    } finally {
      await file.close();
    }
    expect(await expectOutcome(directory)).toBe('opened');
  });
});
