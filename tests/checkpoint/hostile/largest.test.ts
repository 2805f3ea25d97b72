/** A whole folder against hostile files: whatever lies in it, the outcome is a model or one sentence. Here: templates without end, and the largest files that are parsed at all. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goldenCopy, rawSafetensors, readJsonFile, writeJson } from '../../support/scratch.ts';
import { expectOutcome } from './outcome.ts';

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
