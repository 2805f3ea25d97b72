/** The decoders of tokenizer.json: tokens back into text. Equal to tokenizers 0.23.3. */
import { z } from 'zod';
import { bytesOfToken } from './byte-alphabet.ts';
import type { Part } from './part.ts';
import { patternSchema, regexOf } from './pattern.ts';

/** Changes the list of tokens; joined without anything between, the last list is the text. */
export type Decoder = (tokens: readonly string[]) => string[];

/** Throws `bad-checkpoint`. */
export function decoderOf(part: Part): Decoder {
  switch (part.type) {
    case 'Sequence': {
      const steps = part.list('decoders').map(decoderOf);
      return (tokens) => steps.reduce<string[]>((current, step) => step(current), [...tokens]);
    }
    case 'ByteLevel':
      return byteLevel;
    case 'ByteFallback':
      return byteFallback;
    case 'Fuse':
      return (tokens) => [tokens.join('')];
    case 'Replace': {
      const { pattern, content } = part.read(z.looseObject({ pattern: patternSchema, content: z.string() }));
      const expression = regexOf(pattern);
      return (tokens) => tokens.map((token) => token.replace(expression, () => content));
    }
    case 'Strip':
      return strip(part.read(stripSchema));
    case 'Metaspace':
      return metaspace(part.read(metaspaceSchema));
    case 'WordPiece':
      return wordPiece(part.read(z.looseObject({ prefix: z.string(), cleanup: z.boolean() })));
    case 'BPEDecoder': {
      const { suffix } = part.read(z.looseObject({ suffix: z.string() }));
      return (tokens) =>
        tokens.map((token, index) => token.replaceAll(suffix, index === tokens.length - 1 ? '' : ' '));
    }
    case 'CTC':
      return ctc(part.read(ctcSchema));
    default:
      throw part.unknown('decoder');
  }
}

/** Bytes that form no character become U+FFFD. */
function byteLevel(tokens: readonly string[]): string[] {
  const bytes: number[] = [];
  for (const token of tokens) for (const byte of bytesOfToken(token)) bytes.push(byte);
  return [new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes))];
}

/** The byte of `<0x0A>`; Rust's number reader lets a plus stand for the first digit. */
export function byteOfToken(token: string): number | undefined {
  const digits = /^<0x(\+?[0-9A-Fa-f]{1,2})>$/u.exec(token)?.[1];
  return digits?.length === 2 ? Number.parseInt(digits, 16) : undefined;
}

/** A run of byte tokens is one text, or as many U+FFFD as it has bytes where any of them is wrong. */
function byteFallback(tokens: readonly string[]): string[] {
  const result: string[] = [];
  let run: number[] = [];
  const endRun = (): void => {
    if (run.length > 0) result.push(...textOfBytes(run));
    run = [];
  };
  for (const token of tokens) {
    const byte = byteOfToken(token);
    if (byte !== undefined) run.push(byte);
    else {
      endRun();
      result.push(token);
    }
  }
  endRun();
  return result;
}

function textOfBytes(bytes: readonly number[]): string[] {
  try {
    return [new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))];
  } catch {
    return bytes.map(() => '\uFFFD');
  }
}

const oneCharacter = z.string().refine((text) => Array.from(text).length === 1, 'must be one character');
const count = z.number().int().min(0);
const stripSchema = z.looseObject({ content: oneCharacter, start: count, stop: count });

function strip({ content, start, stop }: z.infer<typeof stripSchema>): Decoder {
  return (tokens) =>
    tokens.map((token) => {
      const signs = Array.from(token);
      let from = 0;
      while (from < Math.min(start, signs.length) && signs[from] === content) from += 1;
      let to = signs.length;
      while (to > from && signs.length - to < stop && signs[to - 1] === content) to -= 1;
      return signs.slice(from, to).join('');
    });
}

const metaspaceSchema = z.looseObject({
  replacement: oneCharacter,
  prepend_scheme: z.enum(['first', 'never', 'always']).default('always'),
});

/** The first token loses its marks: they may be the one that was prepended. */
function metaspace({ replacement, prepend_scheme: scheme }: z.infer<typeof metaspaceSchema>): Decoder {
  return (tokens) =>
    tokens.map((token, index) => token.replaceAll(replacement, index === 0 && scheme !== 'never' ? '' : ' '));
}

function wordPiece({ prefix, cleanup }: { readonly prefix: string; readonly cleanup: boolean }): Decoder {
  return (tokens) =>
    tokens.map((token, index) => {
      const joins = token.startsWith(prefix);
      const text = index === 0 ? token : joins ? token.slice(prefix.length) : ` ${token}`;
      return cleanup ? cleanUp(text, [[' do not', " don't"]]) : text;
    });
}

const ctcSchema = z.looseObject({
  pad_token: z.string(),
  word_delimiter_token: z.string(),
  cleanup: z.boolean(),
});

function ctc({
  pad_token: pad,
  word_delimiter_token: delimiter,
  cleanup,
}: z.infer<typeof ctcSchema>): Decoder {
  return (tokens) =>
    tokens
      .filter((token, index) => token !== tokens[index - 1])
      .map((token) => {
        const text = pad === '' ? token : token.replaceAll(pad, '');
        return cleanup ? cleanUp(text, [[' do not', " don't"]]).replaceAll(delimiter, ' ') : text;
      })
      .filter((token) => token !== '');
}

/** In this order; `more` come after `'m`. */
const before = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
] as const;
const after = [
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
] as const;

/** Takes the space before English punctuation and contractions away. */
export function cleanUp(text: string, more: readonly (readonly [string, string])[] = []): string {
  return [...before, ...more, ...after].reduce((clean, [found, put]) => clean.replaceAll(found, put), text);
}
