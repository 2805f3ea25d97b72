import { describe, expect, it } from 'vitest';
import { withImagePlaceholder } from '../../src-engine/checkpoint/image-placeholder.ts';
import type { TokenizerFiles } from '../../src-engine/checkpoint/text-files.ts';
import { createTokenizer } from '../../src-engine/language/tokenizer.ts';

function files(
  json: Record<string, unknown>,
  added: readonly (readonly [number, string])[] = [],
): TokenizerFiles {
  return { json, config: {}, configDocument: undefined, added: new Map(added) };
}

describe('withImagePlaceholder', () => {
  it('keeps a tokenizer that has the token', () => {
    const known = files({ model: { vocab: { a: 0 } } }, [[7, '<image>']]);
    expect(withImagePlaceholder(known)).toEqual({ imageTokenId: 7, tokenizer: known });
  });

  it.each([
    [{ vocab: { a: 0, b: 31_999 } }, [], 32_000],
    [{ vocab: { a: 0 } }, [[32_000, '<pad>']], 32_001],
    [
      {
        vocab: [
          ['a', -1],
          ['b', -2],
        ],
      },
      [],
      2,
    ],
    [{ vocab: { a: 'x' } }, [], 0],
    [{}, [], 0],
  ] as const)('takes the first free id of %j and %j: %i', (model, added, expected) => {
    const { imageTokenId, tokenizer } = withImagePlaceholder(files({ model }, added));
    expect(imageTokenId).toBe(expected);
    expect(tokenizer.added.get(expected)).toBe('<image>');
    expect(tokenizer.placeholder).toEqual({ id: expected, content: '<image>' });
  });

  it('leaves other pre-tokenizers alone, and does not follow endless nesting', () => {
    for (const other of [null, { type: 'ByteLevel' }, { type: 'Metaspace', prepend_scheme: 'never' }]) {
      const { tokenizer } = withImagePlaceholder(files({ model: {}, pre_tokenizer: other }));
      expect(tokenizer.json['pre_tokenizer']).toEqual(other);
    }
    let nested: object = { type: 'Metaspace', prepend_scheme: 'first' };
    for (let depth = 0; depth < 100_000; depth++) nested = { type: 'Sequence', pretokenizers: [nested] };
    expect(() => withImagePlaceholder(files({ model: {}, pre_tokenizer: nested }))).not.toThrow();
  });

  const pieces = ['<unk>', '<s>', '</s>', '▁', '▁a', 'a', 'b', ':', '▁b'];
  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false };

  it.each([
    ['alone', metaspace],
    ['in a sequence', { type: 'Sequence', pretokenizers: [metaspace] }],
  ])(
    'makes a Llama tokenizer (Metaspace %s) read each piece as the original code does',
    (_, preTokenizer) => {
      const json = {
        model: {
          type: 'BPE',
          vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
          merges: ['▁ a', '▁ b'],
          unk_token: '<unk>',
          byte_fallback: false,
        },
        normalizer: null,
        pre_tokenizer: preTokenizer,
        post_processor: null,
        decoder: null,
        added_tokens: [],
      };
      const { tokenizer, imageTokenId } = withImagePlaceholder(files(json));
      const reader = createTokenizer(tokenizer);
      const plain = createTokenizer({ json, config: {} });
      // The original code tokenizes 'a:' and 'b' by themselves: both begin with the mark of a word.
      expect(reader.encode('a:<image>b')).toEqual([
        ...plain.encode('a:'),
        imageTokenId,
        ...plain.encode('b'),
      ]);
      expect(reader.encode('a:<image>b')).toEqual([4, 7, 9, 8]);
    },
  );
});
