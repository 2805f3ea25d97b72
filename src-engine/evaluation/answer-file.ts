/** The file of answers as it is read: looked through once for where each answer stands, and again only for what has been added since. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { documentIfWhole } from '../files/document.ts';
import { answerPlaces } from './answer-places.ts';
import type { Given } from './answer-store.ts';

export const answersHeader = JSON.stringify({ format: 'dymu-answers', version: 1 });

const recordSchema = z.strictObject({
  key: z.string(),
  text: z.string(),
  tokens: z.int().nonnegative(),
  views: z.int().positive().exactOptional(),
  cut: z.boolean(),
});

export interface AnswerFile {
  /** Of two answers to one key the later one counts; lines that are none, or half written, count as nothing. */
  get(key: string): Given | undefined;
  close(): void;
}

const chunkBytes = 1_048_576;
/** Bytes; a longer one is no answer. */
const mostLine = 4 * chunkBytes;
const newline = 0x0a;
const before = '{"key":"';

/**
 * Files of any length: nothing but places is held. Reads in turn with whoever is asked, since a record is read in a few microseconds.
 * @param from where to begin [bytes]: what stands before is not given. Throws what the file system says.
 */
export function openAnswerFile(file: string, from: number): AnswerFile {
  const handle = openSync(file, 'r');
  const places = answerPlaces();
  let seen = from; // the first byte of the first line that is not looked at yet

  const chunk = Buffer.allocUnsafe(chunkBytes);
  const catchUp = (): void => {
    const { size } = fstatSync(handle);
    let rest = Buffer.alloc(0); // of a line that began in an earlier chunk
    let tooLong = false; // what has been seen of this line is dropped
    for (let at = seen; at < size;) {
      const read = readSync(handle, chunk, 0, Math.min(chunkBytes, size - at), at);
      if (read === 0) break;
      const bytes =
        rest.length === 0 ? chunk.subarray(0, read) : Buffer.concat([rest, chunk.subarray(0, read)]);
      at += read;
      let start = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
        const key = tooLong ? undefined : keyIn(bytes.subarray(start, end));
        if (key !== undefined) places.set(key, seen);
        seen = at - bytes.length + end + 1;
        [start, tooLong] = [end + 1, false];
      }
      tooLong ||= bytes.length - start > mostLine;
      rest = tooLong ? Buffer.alloc(0) : Buffer.from(bytes.subarray(start));
    }
  };

  catchUp();
  return {
    get(key) {
      catchUp();
      const place = places.get(key);
      if (place === undefined) return undefined;
      const record = documentIfWhole(recordSchema, lineAt(handle, place));
      if (record?.key !== key) return undefined;
      const { text, tokens, views, cut } = record;
      return { text, tokens, ...(views === undefined ? {} : { views }), cut };
    },
    close: () => {
      closeSync(handle);
    },
  };
}

/** Of a line that looks like an answer; the answer itself is checked when it is asked for. */
function keyIn(line: Buffer): string | undefined {
  if (line.length < before.length + 2 || line.at(-1) !== 0x7d) return undefined;
  const text = line.subarray(0, 256).toString('utf8');
  if (!text.startsWith(before)) return undefined;
  const end = text.indexOf('"', before.length);
  return end < 0 ? undefined : text.slice(before.length, end);
}

function lineAt(handle: number, place: number): string {
  for (let length = 512; ; length *= 8) {
    const bytes = Buffer.allocUnsafe(length);
    const read = readSync(handle, bytes, 0, length, place);
    const end = bytes.subarray(0, read).indexOf(newline);
    if (end >= 0 || read < length) return bytes.subarray(0, end < 0 ? read : end).toString('utf8');
  }
}
