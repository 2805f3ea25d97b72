import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { placeholderText } from '../../src-engine/checkpoint/placeholder.ts';
import { readTokenizer } from '../../src-engine/checkpoint/text-files.ts';
import { editJson, emptyFolder, goldenCopy, refusal, rejection, writeJson } from '../support/scratch.ts';

const image = { id: 3, content: '<image>', special: true };

async function source(json: object, config?: object, processor?: object, own: object = {}) {
  const directory = await emptyFolder();
  await writeJson(directory, 'tokenizer.json', json);
  if (config !== undefined) await writeJson(directory, 'tokenizer_config.json', config);
  return {
    config: { file: 'config.json', value: own },
    tokenizer: await readTokenizer(directory),
    processor: processor && { file: 'processor_config.json', value: processor },
  };
}

describe('placeholderText', () => {
  it('is the token with the id of config.json that processor and tokenizer name too', async () => {
    const json = { model: {}, added_tokens: [image] };
    expect(placeholderText('image', 3, await source(json))).toBe('<image>');
    expect(placeholderText('image', 3, await source(json, {}, { image_token: '<image>' }))).toBe('<image>');
  });

  it('may have any name that tokenizer or processor give it, the tokenizer first, as in transformers 5.24', async () => {
    const json = { model: { vocab: { '<img>': 5 } }, added_tokens: [image] };
    expect(placeholderText('image', 5, await source(json, { image_token: '<img>' }))).toBe('<img>');
    expect(placeholderText('image', 5, await source(json, {}, { image_token: '<img>' }))).toBe('<img>');
    const both = await source(json, { image_token: '<img>' }, { image_token: '<image>' });
    expect(placeholderText('image', 5, both)).toBe('<img>');
    const extra = { extra_special_tokens: { image_token: { content: '<img>' } } };
    expect(placeholderText('image', 5, await source(json, extra))).toBe('<img>');
  });

  it('may be any added token where nobody names one and there is no <image>', async () => {
    const json = { model: {}, added_tokens: [{ id: 7, content: '<|image_pad|>' }] };
    expect(placeholderText('image', 7, await source(json))).toBe('<|image_pad|>');
  });

  it('names a wrong id, what it is, and the right one', async () => {
    const json = { model: { vocab: { the: 1, cat: 2 } }, added_tokens: [image] };
    const wrong = await source(json, {}, {}, { image_token_index: 1 });
    expect(refusal(() => placeholderText('image', 1, wrong)).message).toBe(
      "config.json: image_token_index is 1, which is 'the', but the image token '<image>' of the tokenizer has the id 3; set image_token_index to 3.",
    );
    const none = await source(json, {}, {}, { image_token_id: 32_000 });
    expect(refusal(() => placeholderText('image', 32_000, none)).message).toBe(
      "config.json: image_token_id is 32000, which no token has, but the image token '<image>' of the tokenizer has the id 3; set image_token_id to 3.",
    );
  });

  it('names the other special token that it is', async () => {
    const json = { model: {}, added_tokens: [image, { id: 4, content: '<pad>' }] };
    const padding = await source(json, { image_token: '<image>' });
    expect(refusal(() => placeholderText('image', 4, padding)).message).toContain(
      "image_token_index is 4, which is '<pad>', but the image token '<image>'",
    );
  });

  it('is missing from the tokenizer, also from one whose vocabulary is a list', async () => {
    const list = await source({
      model: {
        vocab: [
          ['a', 0],
          ['b', -1],
        ],
      },
    });
    expect(refusal(() => placeholderText('image', 9, list)).message).toBe(
      "tokenizer.json has no token for the id 9, which config.json makes the image token (image_token_index), and no '<image>'; download both files again.",
    );
    expect(refusal(() => placeholderText('video', 1, list)).message).toContain(
      "tokenizer.json has only 'b' for the id 1, which config.json makes the video token",
    );
    const named = await source({ model: { vocab: {} } }, {}, { image_token: 'constructor' });
    expect(refusal(() => placeholderText('image', 5, named)).message).toContain("and no 'constructor'");
  });

  it('is checked when a model is opened', async () => {
    const directory = await goldenCopy('llava15-clip');
    await editJson(directory, 'config.json', { image_token_index: 5, image_token_id: undefined });
    expect((await rejection(openCheckpoint(directory))).message).toMatch(
      /^config\.json: image_token_index is 5, which is '.+', but the image token '<image>' of the tokenizer has the id 400; set image_token_index to 400\.$/u,
    );
  });
});
