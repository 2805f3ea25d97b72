/**
 * The rows of a table with tabs, fields quoted as pandas does, one after the other: a picture of megabytes in a field is passed over, and only
 * where it lies is told.
 */
import { open } from 'node:fs/promises';
import { fileError } from '../../files/bounded-file.ts';
import type { Subject } from '../../files/refusal.ts';

export interface TableRow {
  readonly line: number; // where it begins, from 1
  /** Text by column; of a field that is too long its first characters. */
  readonly fields: readonly TableField[];
}

export interface TableField {
  readonly text: string;
  /** In bytes of the file, without quotation marks. */
  readonly at: number;
  readonly length: number;
  /** `text` is only its beginning. */
  readonly long: boolean;
}

const chunkBytes = 1_048_576;
/** Fields up to this length are read as text. */
const mostText = 262_144;
/** Fields beyond that are passed over: a row of nothing but tabs must not fill the memory. */
const mostFields = 1000;
const [quote, tab, newline] = [0x22, 0x09, 0x0a];

/** The first row is the header. Throws an EngineError of the subject's code where the file cannot be read. */
export async function* tableRows(file: string, subject: Subject): AsyncGenerator<TableRow, void> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw fileError(subject, cause);
  });
  const walk = rowWalk();
  try {
    let offset = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, offset).catch((cause: unknown) => {
        throw fileError(subject, cause);
      });
      if (bytesRead === 0) break;
      yield* walk.take(chunk.subarray(0, bytesRead), offset);
      offset += bytesRead;
    }
    yield* walk.end(offset);
  } finally {
    await handle.close();
  }
}

interface RowWalk {
  take(bytes: Buffer, offset: number): Generator<TableRow, void>;
  end(offset: number): Generator<TableRow, void>;
}

function rowWalk(): RowWalk {
  let fields: TableField[] = [];
  let [line, began] = [1, 1];
  let [quoted, inQuotes, lastQuote] = [false, false, false];
  let parts: Buffer[] = [];
  let [start, length, kept] = [0, 0, 0]; // of the field: its place, its bytes so far, those kept

  const keep = (bytes: Buffer): void => {
    length += bytes.length;
    if (kept >= mostText) return;
    const some = bytes.subarray(0, mostText - kept);
    parts.push(some);
    kept += some.length;
  };
  const field = (next: number): void => {
    const raw = Buffer.concat(parts).toString('utf8');
    const text = quoted ? unquoted(raw, length > kept) : raw.replace(/\r$/, '');
    const inner = quoted ? { at: start + 1, length: Math.max(0, length - 2) } : { at: start, length };
    if (fields.length < mostFields) fields.push({ text, ...inner, long: length > kept });
    [parts, length, kept, start, quoted, inQuotes, lastQuote] = [[], 0, 0, next, false, false, false];
  };
  const row = (): TableRow | undefined => {
    const made = { line: began, fields };
    fields = [];
    began = line;
    return made.fields.length === 1 && made.fields[0]?.text.trim() === '' ? undefined : made;
  };

  return {
    *take(bytes, offset) {
      const next = nextOf(bytes);
      let from = 0;
      for (let at = 0; at < bytes.length; at++) {
        // Inside a field only what can end it is looked at: most bytes of a table are pictures.
        if (inQuotes) at = next.quoteOrLine(at);
        else if (!quoted && at - from + length > 0) at = next.end(at);
        if (at >= bytes.length) break;
        const byte = bytes[at];
        if (byte === newline) line += 1;
        if (byte === quote) {
          if (at - from + length === 0) [quoted, inQuotes] = [true, true];
          else if (quoted) {
            // Two in a row are one in the text; one alone ends it.
            if (inQuotes) [inQuotes, lastQuote] = [false, true];
            else if (lastQuote) [inQuotes, lastQuote] = [true, false];
          }
          continue;
        }
        lastQuote = false;
        if (inQuotes || (byte !== tab && byte !== newline)) continue;
        keep(bytes.subarray(from, at));
        field(offset + at + 1);
        from = at + 1;
        if (byte === newline) {
          const made = row();
          if (made !== undefined) yield made;
        }
      }
      keep(bytes.subarray(from));
    },
    *end(offset) {
      if (length === 0 && fields.length === 0) return;
      field(offset);
      const made = row();
      if (made !== undefined) yield made;
    },
  };
}

/** Where the next of some bytes lies, each looked for once: the end of `bytes` where there is none. */
function nextOf(bytes: Buffer) {
  const seeker = (byte: number) => {
    let found = -1;
    return (from: number): number => {
      if (found < from) found = bytes.indexOf(byte, from);
      if (found < 0) found = bytes.length;
      return found;
    };
  };
  const [tabs, lines, quotes] = [seeker(tab), seeker(newline), seeker(quote)];
  return {
    end: (from: number): number => Math.min(tabs(from), lines(from)),
    quoteOrLine: (from: number): number => Math.min(quotes(from), lines(from)),
  };
}

function unquoted(raw: string, cut: boolean): string {
  const inner = cut ? raw.slice(1) : raw.replace(/\r$/, '').slice(1, -1);
  return inner.replaceAll('""', '"');
}
