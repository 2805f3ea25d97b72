import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTokenizer } from '../../src-engine/checkpoint/text-files.ts';
import { emptyFolder, goldenCopy, goldenModel, writeJson } from '../support/scratch.ts';

async function tokenizer(json: unknown, config?: unknown) {
  const directory = await emptyFolder();
  await writeJson(directory, 'tokenizer.json', json);
  if (config !== undefined) await writeJson(directory, 'tokenizer_config.json', config);
  return readTokenizer(directory);
}

const image = { id: 3, content: '<image>', special: true };

describe('readTokenizer', () => {
  it('reads both files of a golden model', async () => {
    const { json, config, added } = await readTokenizer(goldenModel('llava15-clip'));
    expect(Object.keys(json)).toContain('model');
    expect(config['padding_side']).toBe('left');
    expect(added.get(400)).toBe('<image>');
  });

  it('knows the tokens that only tokenizer_config.json has, and leaves the files as they are', async () => {
    const decoder = {
      3: { content: 'other' },
      4: { content: '<video>', lstrip: true },
      x: { content: 'no id' },
    };
    const { json, added } = await tokenizer(
      { model: {}, added_tokens: [image] },
      { added_tokens_decoder: decoder },
    );
    expect(json['added_tokens']).toEqual([image]);
    expect([...added]).toEqual([
      [3, '<image>'],
      [4, '<video>'],
    ]);
  });

  it('brings the companions of older files', async () => {
    const directory = await emptyFolder();
    await writeJson(directory, 'tokenizer.json', { model: {} });
    await writeJson(directory, 'special_tokens_map.json', { pad_token: '<pad>' });
    await writeJson(directory, 'added_tokens.json', { '<pad>': 9 });
    expect(await readTokenizer(directory)).toMatchObject({
      specialTokensMap: { pad_token: '<pad>' },
      addedTokens: { '<pad>': 9 },
    });
  });

  it('says what to do without tokenizer.json', async () => {
    const directory = await goldenCopy('llava15-clip');
    await rm(join(directory, 'tokenizer.json'));
    await expect(readTokenizer(directory)).rejects.toThrow('The folder has no tokenizer.json; download it');
    await writeFile(join(directory, 'tokenizer.model'), '');
    await expect(readTokenizer(directory)).rejects.toThrow('save the tokenizer again with transformers');
  });

  it.each([
    [[], 'tokenizer.json is [], but must be an object'],
    [{}, 'tokenizer.json: model is missing, but must be an object'],
    [{ model: {}, added_tokens: {} }, 'tokenizer.json: added_tokens is an object, but must be a list'],
    [{ model: {}, added_tokens: [{ id: 'a', content: 'b' }] }, "tokenizer.json: added_tokens.0.id is 'a'"],
  ])('refuses %j', async (json, fact) => {
    await expect(tokenizer(json)).rejects.toThrow(fact);
  });
});
