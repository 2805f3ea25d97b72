import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../src-engine/language/tokenizer.ts';
import { fixtureObject, fixturePrompt, fixtureTokenizer } from './fixtures.ts';
import { thrown } from './thrown.ts';

const cases = [
  ['llava15-clip', 'llava15'],
  ['llava15-siglip', 'llava15'],
  ['llava-next', 'llava15'],
  ['onevision', 'onevision'],
] as const;

describe('createTokenizer', () => {
  it.each(cases)('encodes the prompt of %s as the reference does', (name, tokenizer) => {
    const golden = fixturePrompt(name);
    const ids = fixtureTokenizer(tokenizer).encode(golden.prompt);
    expect(ids).toEqual([...golden.textIds[0], golden.imageTokenId, ...golden.textIds[1]]);
  });

  it.each(cases)('decodes the answers of %s to the reference texts', (name, tokenizer) => {
    const { texts } = fixturePrompt(name);
    const library = fixtureTokenizer(tokenizer);
    expect(texts.length).toBeGreaterThan(4);
    for (const { tokens, text } of texts) expect(library.decode(tokens)).toBe(text);
  });

  it('does not put a second begin token before a prompt that begins with one', () => {
    const tokenizer = fixtureTokenizer('llava15');
    expect(tokenizer.encode('cat')[0]).toBe(1);
    expect(tokenizer.encode('<s>cat')).toEqual(tokenizer.encode('cat'));
  });

  it('looks for a begin token at the start of a prompt only, as apply_chat_template does', () => {
    const tokenizer = fixtureTokenizer('llava15');
    const image = tokenizer.tokenId('<image>');
    expect(tokenizer.encode('<image><s>cat')).toEqual([1, image, ...tokenizer.encode('cat')]);
  });

  it("puts no frame around PaliGemma's prompt, which has its begin token after the images", () => {
    const tokenizer = createTokenizer({
      json: fixtureObject('llava15/tokenizer.json'),
      config: fixtureObject('llava15/tokenizer_config.json'),
      modelType: 'paligemma',
    });
    const image = tokenizer.tokenId('<image>');
    expect(tokenizer.encode('<image><image><s>cat')).toEqual([image, image, 1, ...tokenizer.encode('cat')]);
    expect(tokenizer.encode('cat')[0]).not.toBe(1);
  });

  it("encodes the embedded model's prompt with its one begin token", () => {
    const tokenizer = fixtureTokenizer('pocket');
    expect(tokenizer.encode('<s><image><|user|>What do you see?<|assistant|>')).toEqual([
      1, 3, 4, 274, 307, 304, 303, 36, 5,
    ]);
  });

  it.each([
    ['llava15', 402],
    ['onevision', 405],
    ['pocket', 1024],
  ] as const)('counts the ids of %s', (name, size) => {
    expect(fixtureTokenizer(name).size).toBe(size);
  });

  it('leaves special tokens and ids without a token out of the text', () => {
    const tokenizer = fixtureTokenizer('pocket');
    const word = tokenizer.encode(' cat');
    expect(tokenizer.decode([1, 4, ...word, 2, 5000])).toBe(' cat');
    expect(tokenizer.decode([])).toBe('');
    expect(tokenizer.decode([0, 2])).toBe('');
  });

  it('knows the tokens by text', () => {
    const tokenizer = fixtureTokenizer('onevision');
    expect(tokenizer.tokenId('<image>')).toBe(403);
    expect(tokenizer.tokenId('<nothing>')).toBeUndefined();
    expect(tokenizer.isSpecial(403)).toBe(true);
    expect(tokenizer.named.eos).toBe('<|im_end|>');
    expect(tokenizer.named.bos).toBeUndefined();
  });

  describe('BAD CALL', () => {
    const config = fixtureObject('llava15/tokenizer_config.json');
    const json = fixtureObject('llava15/tokenizer.json');
    const message = (source: { json: object; config: object }): string => {
      const refusal = thrown(() => createTokenizer(source));
      expect(refusal.code).toBe('bad-checkpoint');
      return refusal.message;
    };

    it.each([
      ['an empty file', {}],
      ['a model that is a number', { ...json, model: 3 }],
      ['no vocabulary', { ...json, model: { type: 'BPE', merges: [] } }],
      ['an id that is not one', { ...json, model: { type: 'BPE', vocab: { a: -1 }, merges: [] } }],
      ['an absurd id', { ...json, model: { type: 'BPE', vocab: { a: 4_000_000_000 }, merges: [] } }],
      ['added tokens that are no list', { ...json, added_tokens: 'x' }],
      ['an added token that is none', { ...json, added_tokens: [{ id: 7 }] }],
      [
        'merges of what the vocabulary lacks',
        { ...json, model: { type: 'BPE', vocab: { a: 0 }, merges: ['a b'] } },
      ],
      [
        'a pattern without an end',
        { ...json, normalizer: { type: 'Replace', pattern: { Regex: '(a' }, content: '' } },
      ],
      [
        'an unknown pre-tokenizer',
        { ...json, pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Magic' }] } },
      ],
      ['an unknown decoder', { ...json, decoder: { type: 'Magic' } }],
    ])('names tokenizer.json for %s', (_, broken) => {
      expect(message({ json: broken, config })).toMatch(
        /^'?tokenizer\.json'?:? .*; download it again from where the model was published\.$/,
      );
    });

    it('says where in the file a part is wrong', () => {
      const broken = { ...json, pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Digits' }] } };
      expect(message({ json: broken, config })).toBe(
        'tokenizer.json: pre_tokenizer.pretokenizers.0.individual_digits is missing, but must be true or false; download it again from where the model was published.',
      );
    });

    it('names tokenizer_config.json and its field', () => {
      expect(message({ json, config: { ...config, bos_token: 7 } })).toBe(
        'tokenizer_config.json: bos_token is 7, but must be text or a token; download it again from where the model was published.',
      );
    });

    it('refuses to encode what the vocabulary cannot spell', () => {
      const tokenizer = createTokenizer({
        json: {
          ...json,
          model: {
            type: 'WordPiece',
            unk_token: '[UNK]',
            continuing_subword_prefix: '##',
            max_input_chars_per_word: 100,
            vocab: { a: 0 },
          },
        },
        config: {},
      });
      expect(() => tokenizer.encode('zebra')).toThrow(/has no token for a part of the prompt/);
    });
  });
});
