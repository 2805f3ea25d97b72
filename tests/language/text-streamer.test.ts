import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextStreamer } from '../../src-engine/language/text-streamer.ts';
import { createTokenizer, type Tokenizer } from '../../src-engine/language/tokenizer.ts';
import { fixtureObject, fixturePrompt, fixtureTokenizer } from './fixtures.ts';
import { tokenizerNamed } from './tokens/stored-cases.ts';

function pieces(tokenizer: Tokenizer, ids: readonly number[]): string[] {
  const streamer = createTextStreamer(tokenizer);
  return [...ids.map((id) => streamer.put(id)), streamer.end()];
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function boundaries(text: string): Set<number> {
  return new Set([...Array.from(segmenter.segment(text), (part) => part.index), text.length]);
}

/** A tokenizer in the way of Llama's: a space sign, byte tokens, and a first space that is taken away. */
const sentencePiece = createTokenizer({
  json: {
    ...fixtureObject('llava15/tokenizer.json'),
    added_tokens: [{ id: 0, content: '<s>', special: true }],
    model: {
      type: 'BPE',
      byte_fallback: true,
      unk_token: '<s>',
      vocab: Object.fromEntries(
        ['<s>', '▁a', '▁', 'b', '▁cat', 'é', '.']
          .concat(
            Array.from(
              { length: 256 },
              (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
            ),
          )
          .map((token, id) => [token, id]),
      ),
      merges: [],
    },
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        { type: 'Strip', content: ' ', start: 1, stop: 0 },
      ],
    },
  },
  config: { bos_token: '<s>' },
});

const tokenizers = [
  ['llava15', fixtureTokenizer('llava15')],
  ['onevision', fixtureTokenizer('onevision')],
  ['pocket', fixtureTokenizer('pocket')],
  ['a sentence-piece tokenizer', sentencePiece],
  ['a WordPiece tokenizer that cleans up', tokenizerNamed('bert, cleaned up')],
  ['a Unigram tokenizer that cleans up', tokenizerNamed('unigram, cleaned up')],
] as const;

describe('createTextStreamer', () => {
  it.each(['llava15-clip', 'llava15-siglip', 'llava-next'])('streams the answers of %s whole', (name) => {
    const tokenizer = fixtureTokenizer('llava15');
    for (const { tokens, text } of fixturePrompt(name).texts)
      expect(pieces(tokenizer, tokens).join('')).toBe(text);
  });

  it('holds back a character until its last byte is there', () => {
    const tokenizer = fixtureTokenizer('pocket');
    const streamed = pieces(tokenizer, tokenizer.encode('a😀b'));
    expect(streamed.filter((piece) => piece !== '')).toEqual(['a', '😀', 'b']);
  });

  it('holds back an accent and a joined emoji until they are whole', () => {
    const tokenizer = fixtureTokenizer('llava15');
    const streamed = pieces(tokenizer, tokenizer.encode('e\u0301x👩‍👧!').slice(1));
    expect(streamed.filter((piece) => piece !== '')).toEqual(['e\u0301', 'x', '👩‍👧', '!']);
  });

  it('strips special tokens', () => {
    const tokenizer = fixtureTokenizer('pocket');
    expect(pieces(tokenizer, [1, ...tokenizer.encode(' star'), 2]).join('')).toBe(' star');
  });

  it('gives nothing for nothing', () => {
    expect(pieces(fixtureTokenizer('pocket'), [])).toEqual(['']);
  });

  it.each(tokenizers)('with %s, pieces join to the whole text for any ids', (_, tokenizer) => {
    const ids = fc.array(fc.integer({ min: 0, max: tokenizer.size - 1 }), { maxLength: 200 });
    fc.assert(
      fc.property(ids, (tokens) => {
        expect(pieces(tokenizer, tokens).join('')).toBe(tokenizer.decode(tokens));
      }),
      { numRuns: 300 },
    );
  });

  it.each(tokenizers)('with %s, no piece ends inside a grapheme of real text', (_, tokenizer) => {
    const word = fc.constantFrom(
      'cat',
      ' a',
      'é',
      'e\u0301',
      '👩‍👧',
      '🇩🇪',
      '🇫🇷',
      '日本',
      '\r\n',
      'क्षि',
      '.',
      '  ',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
        const ids = tokenizer.encode(words.join(''));
        const text = tokenizer.decode(ids);
        const whole = boundaries(text);
        let at = 0;
        for (const piece of pieces(tokenizer, ids)) {
          at += piece.length;
          expect(whole.has(at)).toBe(true);
        }
        expect(at).toBe(text.length);
      }),
      { numRuns: 100 },
    );
  });

  it('does not slow down as the answer grows', () => {
    const tokenizer = fixtureTokenizer('pocket');
    const ids = tokenizer.encode('A red star on the left. '.repeat(400));
    let decoded = 0;
    const counting: Tokenizer = {
      ...tokenizer,
      decode: (window) => {
        decoded = Math.max(decoded, window.length);
        return tokenizer.decode(window);
      },
    };
    pieces(counting, ids);
    expect(ids.length).toBeGreaterThan(2_000);
    expect(decoded).toBeLessThanOrEqual(80);
  });
});
