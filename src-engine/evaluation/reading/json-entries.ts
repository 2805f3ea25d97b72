/**
 * The entries of a list or an object in a JSON document, one after the other: documents of any length are never held whole. Checks each entry's
 * JSON, and of what stands around them only brackets and quotation marks.
 */
import { open } from 'node:fs/promises';
import { fileError } from '../../files/bounded-file.ts';
import { impostor } from '../../files/impostor.ts';
import { refusal, type Subject } from '../../files/refusal.ts';

export interface JsonEntry {
  readonly number: number; // from 1
  readonly key: string | undefined; // of an object
  /** Undefined where it is no JSON, or too long for an entry. */
  readonly value: unknown;
}

const chunkBytes = 1_048_576;
const mostEntryBytes = 32 * 1_048_576;

/** ASCII, as bytes. */
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const opens = (byte: number): boolean => byte === 0x7b || byte === 0x5b; // { [
const closes = (byte: number): boolean => byte === 0x7d || byte === 0x5d;
const spaces = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * @param field the field of the document that holds the entries; '' for the document itself
 * Throws an EngineError of the subject's code where the file is no JSON document, lacks the field or breaks off.
 */
export async function* jsonEntries(
  file: string,
  field: string,
  subject: Subject,
): AsyncGenerator<JsonEntry, void> {
  const walk = entryWalk(field);
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw fileError(subject, cause);
  });
  try {
    let offset = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, offset).catch((cause: unknown) => {
        throw fileError(subject, cause);
      });
      if (bytesRead === 0) break;
      const bytes = chunk.subarray(0, bytesRead);
      if (offset === 0) refuseImpostor(bytes, subject);
      offset += bytesRead;
      yield* walk.take(bytes);
    }
    const { found, open: unfinished, entries } = walk.end();
    if (unfinished) throw refusal(subject, `breaks off after ${entries} entries, at byte ${offset}`);
    if (!found)
      throw refusal(subject, field === '' ? 'holds no JSON list or object' : `has no list '${field}'`);
  } finally {
    await handle.close();
  }
}

function refuseImpostor(bytes: Buffer, subject: Subject): void {
  const other = impostor(bytes);
  if (other !== undefined) throw refusal(subject, other.fact, { cure: other.cure });
  const start = bytes.findIndex((byte) => !spaces.has(byte) && byte < 0x80);
  if (!opens(bytes[start] ?? 0)) throw refusal(subject, 'is not valid JSON');
}

interface EntryWalk {
  take(bytes: Buffer): Generator<JsonEntry, void>;
  end(): { readonly found: boolean; readonly open: boolean; readonly entries: number };
}

/** A walk over bytes that knows how deep it is, whether it is in a text, and which part of an entry it has seen. */
function entryWalk(field: string): EntryWalk {
  const level = field === '' ? 1 : 2; // of the container's inside
  let [depth, inText, escaped] = [0, false, false];
  let inside = false; // of the container
  let found = false;
  let keyed = false; // the container is an object
  let pending: string | undefined; // the last text at the outer level, which may be the field's name
  let key: string | undefined;
  let parts: Buffer[] = []; // of the entry or name that is being read, from earlier chunks
  let size = 0;
  let start = -1; // in this chunk; -1 where nothing is being read
  let entries = 0;

  const reading = (): boolean => start >= 0 || parts.length > 0;
  const cut = (bytes: Buffer, end: number): Buffer => {
    const last = bytes.subarray(Math.max(0, start), end);
    const whole = parts.length === 0 ? last : Buffer.concat([...parts, last]);
    [parts, size, start] = [[], 0, -1];
    return whole;
  };
  const entry = (bytes: Buffer, end: number): JsonEntry | undefined => {
    const text = cut(bytes, end);
    if (keyed && key === undefined) {
      key = String(parsed(text));
      return undefined;
    }
    const made = { number: ++entries, key, value: text.length > mostEntryBytes ? undefined : parsed(text) };
    key = undefined;
    return made;
  };

  return {
    *take(bytes) {
      if (parts.length > 0) start = 0;
      let slash = -1; // the next backslash of the chunk, once it was looked for
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at] ?? 0;
        if (inText) {
          if (escaped) {
            escaped = false;
            continue;
          }
          // Most of a document is text: what stands between quotation marks is jumped over.
          const end = bytes.indexOf(quote, at);
          if (slash < at) slash = indexOrEnd(bytes, backslash, at);
          if (slash < (end < 0 ? bytes.length : end)) {
            [at, escaped] = [slash, true];
            continue;
          }
          if (end < 0) break;
          [at, inText] = [end, false];
          if (inside && depth === level) {
            const made = entry(bytes, at + 1);
            if (made !== undefined) yield made;
          } else if (!inside && depth === 1 && level === 2) pending = String(parsed(cut(bytes, at + 1)));
          continue;
        }
        if (byte === quote) {
          inText = true;
          if (depth === level ? inside : !inside && depth === 1 && level === 2) start = at;
        } else if (opens(byte)) {
          if (inside && depth === level) start = at;
          depth += 1;
          if (!inside && !found && depth === level && (level === 1 || pending === field)) {
            [inside, found, keyed] = [true, true, byte === 0x7b];
          }
        } else if (closes(byte)) {
          if (inside && depth === level) {
            if (reading()) {
              const made = entry(bytes, at);
              if (made !== undefined) yield made;
            }
            inside = false;
          }
          depth -= 1;
          if (inside && depth === level) {
            const made = entry(bytes, at + 1);
            if (made !== undefined) yield made;
          }
        } else if (byte === comma) {
          if (inside && depth === level && reading()) {
            const made = entry(bytes, at);
            if (made !== undefined) yield made;
          }
          if (depth === 1 && !inside) pending = undefined;
        } else if (inside && depth === level && !reading() && byte !== colon && !spaces.has(byte)) start = at;
      }
      if (reading()) {
        const rest = bytes.subarray(Math.max(0, start));
        size += rest.length;
        // What is too long for an entry is dropped, and told as one that is no JSON.
        parts = size > mostEntryBytes ? [Buffer.from('#')] : [...parts, rest];
        start = -1;
      }
    },
    end: () => ({ found, open: depth > 0 || inText, entries }),
  };
}

function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at < 0 ? bytes.length : at;
}

function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}
