/** Text and JSON documents of a checkpoint folder, and the one way in which a schema's complaint becomes a sentence. */
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { EngineError } from '../errors.ts';
import { exists, readBounded } from './bounded-file.ts';
import { jsonOutline } from './json-outline.ts';
import { limits } from './limits.ts';
import { clip, quote, show } from './words.ts';

const downloadAgain = 'download it again from where the model was published';

/** A parsed, untrusted JSON document and the name under which sentences mention it. */
export interface JsonDocument {
  readonly file: string; // 'config.json', or 'processor_config.json: image_processor' for a part of one
  readonly value: unknown;
}

function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new EngineError('bad-checkpoint', `${quote(basename(path))} is not UTF-8 text; ${downloadAgain}.`, {
      cause,
    });
  }
}

/** Strict UTF-8 text. Throws `bad-checkpoint`. */
export async function readText(path: string, maxBytes: number): Promise<string> {
  return decodeText(path, await readBounded(path, maxBytes, downloadAgain));
}

/** Parsing what no writer writes would cost minutes and gigabytes. */
function checkOutline(file: string, bytes: Uint8Array): void {
  const { depth, values } = jsonOutline(bytes);
  const fact =
    depth > limits.jsonDepth
      ? `nests lists and objects ${depth} deep, more than the ${limits.jsonDepth} allowed`
      : values > limits.jsonValues
        ? `has ${values} values, more than the ${limits.jsonValues} allowed`
        : undefined;
  if (fact === undefined) return;
  throw new EngineError('bad-checkpoint', `${quote(file)} ${fact}; ${downloadAgain}.`);
}

/** Throws `bad-checkpoint` when the file is absent, too long, nested too deeply, or not JSON. */
export async function readJson(
  path: string,
  maxBytes: number,
  missing: string = downloadAgain,
): Promise<JsonDocument> {
  const bytes = await readBounded(path, maxBytes, missing);
  const text = decodeText(path, bytes);
  const file = basename(path);
  checkOutline(file, bytes);
  try {
    return { file, value: JSON.parse(text) };
  } catch (cause) {
    const lfs = text.startsWith('version https://git-lfs');
    const sentence = lfs
      ? `${quote(file)} is a Git LFS pointer and not the file itself; run "git lfs pull" in the model folder.`
      : `${quote(file)} is not valid JSON; ${downloadAgain}.`;
    throw new EngineError('bad-checkpoint', sentence, { detail: String(cause), cause });
  }
}

/** The document, or undefined when the folder has none of that name. */
export async function readOptionalJson(
  directory: string,
  name: string,
  maxBytes: number,
): Promise<JsonDocument | undefined> {
  const path = join(directory, name);
  return (await exists(path)) ? readJson(path, maxBytes) : undefined;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

/**
 * Checks a document against a schema whose messages read "must be …".
 * Throws `bad-checkpoint`: `config.json: text_config.hidden_size is 0, but must be a whole number from 1 to 65536; …`.
 */
export function parseDocument<T>(
  schema: z.ZodType<T>,
  document: JsonDocument,
  prefix: readonly string[] = [],
): T {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  const field = [...prefix, ...path].map((key) => String(key)).join('.');
  const actual = valueAt(document.value, path);
  const fact = actual === undefined ? 'is missing' : `is ${show(actual)}`;
  const rule = issue?.message.startsWith('must ') ? issue.message : 'must have another form';
  const subject = field === '' ? document.file : `${document.file}: ${clip(field)}`;
  throw new EngineError('bad-checkpoint', `${subject} ${fact}, but ${rule}; ${downloadAgain}.`);
}

/** A JSON object, not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
