/** Ends an answer at texts that the checkpoint names, as transformers 5.24 finds them: across tokens, and byte by byte where tokens are bytes. */
import type { TokenBytes } from './token-bytes.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Whether the newest id completes one of the texts, or holds its end and more. */
export type StopStrings = (ids: readonly number[]) => boolean;

/**
 * Looks at prompt and answer together: a text that the prompt begins and the first token completes counts.
 * @param texts an empty one ends every answer after its first token
 */
export function createStopStrings(
  texts: readonly string[],
  tokenizer: Tokenizer,
  bytesOfToken: TokenBytes,
): StopStrings {
  const wanted = texts.map((text) => Buffer.from(text));
  const longest = Math.max(0, ...wanted.map(({ length }) => length)); // a token is one byte at least
  const known = new Map<number, Uint8Array>();
  const spell = createSpelling(tokenizer, bytesOfToken);
  const bytesOf = (id: number): Uint8Array => {
    const bytes = known.get(id) ?? spell(id);
    known.set(id, bytes);
    return bytes;
  };
  return (ids) => {
    const parts = ids.slice(-Math.max(1, longest)).map(bytesOf);
    const tail = Buffer.concat(parts);
    const lastFrom = tail.length - (parts.at(-1)?.length ?? 0);
    return wanted.some((text) => text.length === 0 || endsBeyond(tail, text, lastFrom));
  };
}

const encoder = new TextEncoder();

/** Whether `text` stands in `tail` so that its last byte lies at `from` or after. */
function endsBeyond(tail: Buffer, text: Buffer, from: number): boolean {
  return tail.includes(text, Math.max(0, from - text.length + 1));
}

/** What a token adds to a text that goes on: not what it gives when it stands alone, where a space at the start is taken away. */
function createSpelling(tokenizer: Tokenizer, bytesOfToken: TokenBytes): (id: number) => Uint8Array {
  const before = 'abcdef';
  const base = tokenizer.encode(before).filter((id) => !tokenizer.isSpecial(id));
  return (id) => {
    const token = tokenizer.tokenText(id) ?? '';
    const raw = bytesOfToken(token);
    if (raw !== undefined) return raw;
    if (tokenizer.isSpecial(id)) return encoder.encode(token);
    const text = tokenizer.decode([...base, id]);
    const at = text.indexOf(before);
    return encoder.encode(at < 0 ? text : text.slice(at + before.length));
  };
}
