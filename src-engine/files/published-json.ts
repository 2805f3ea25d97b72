/** JSON files of a folder that somebody published: read under the caps, checked; whatever is wrong, the cure is to get them again. */
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { decodeText, exists, readBounded } from './bounded-file.ts';
import { checked, json } from './document.ts';
import { jsonOutline } from './json-outline.ts';
import { limits } from './limits.ts';
import { refusal, type Subject } from './refusal.ts';

/** A parsed, untrusted JSON document and the name under which sentences mention it. */
export interface JsonDocument {
  readonly file: string; // 'config.json', or 'processor_config.json: image_processor' for a part of one
  readonly value: unknown;
}

/** The subject of refusals that are `bad-checkpoint`: by name alone, for the folder is known. */
export function published(
  path: string,
  remedy = 'download it again from where the model was published',
): Subject {
  return { file: basename(path), code: 'bad-checkpoint', remedy };
}

/**
 * @param missing what to do where the file cannot be had at all
 * @throws EngineError `bad-checkpoint` when it is absent, too long, nested too deeply, or not JSON
 */
export async function readJson(path: string, maxBytes: number, missing?: string): Promise<JsonDocument> {
  const subject = published(path);
  const bytes = await readBounded(path, maxBytes, published(path, missing));
  const text = decodeText(bytes, subject);
  checkOutline(bytes, subject);
  return { file: subject.file, value: json(text, subject) };
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

/** Parsing what no writer writes would cost minutes and gigabytes. */
function checkOutline(bytes: Uint8Array, subject: Subject): void {
  const { depth, values } = jsonOutline(bytes);
  if (depth > limits.jsonDepth) {
    throw refusal(
      subject,
      `nests lists and objects ${depth} deep, more than the ${limits.jsonDepth} allowed`,
    );
  }
  if (values > limits.jsonValues) {
    throw refusal(subject, `has ${values} values, more than the ${limits.jsonValues} allowed`);
  }
}

/** As `checked`, of a document. Throws `bad-checkpoint`. */
export function parseDocument<T>(
  schema: z.ZodType<T>,
  { file, value }: JsonDocument,
  prefix: readonly string[] = [],
): T {
  return checked(schema, value, { ...published(''), file }, prefix);
}
