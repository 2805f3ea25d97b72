/** The first bytes of a file of unknown form, taken apart just enough to tell forms from each other. */
import { readAt, withFile } from '../files/bounded-file.ts';
import type { Subject } from '../files/refusal.ts';

export interface FileHead {
  readonly magic: string; // the first four bytes, one character a byte
  /** Names of fields, where the text looks like JSON. */
  readonly keys: ReadonlySet<string>;
  /** Names in the first line of a table, in lower case; empty for what looks like JSON. */
  readonly columns: readonly string[];
  /** Whole lines of what is no JSON, without empty ones. */
  readonly lines: readonly string[];
}

const headBytes = 65_536;

/** Throws an EngineError of the subject's code. */
export async function readHead(file: string, subject: Subject): Promise<FileHead> {
  return withFile(file, subject, async (handle) => headOf(await readAt(handle, 0, headBytes)));
}

export function headOf(bytes: Buffer): FileHead {
  const magic = bytes.subarray(0, 4).toString('latin1');
  const text = new TextDecoder('utf-8').decode(bytes).trimStart();
  if (/^[[{]/.test(text)) {
    const keys = new Set([...text.matchAll(/"([\w-]{1,60})"\s*:/g)].flatMap(([, key]) => key ?? []));
    return { magic, keys, columns: [], lines: [] };
  }
  const whole = bytes.length < headBytes;
  const all = text.split(/\r?\n/);
  const lines = (whole || all.length === 1 ? all : all.slice(0, -1)).filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  const separator = first.includes('\t') ? '\t' : ',';
  const columns = first.split(separator).map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase());
  return { magic, keys: new Set(), columns, lines };
}
