/** JSON text of any origin: parsed, checked against a schema, or refused in one sentence that names file, field and cure. */
import type { z } from 'zod';
import { complaint } from './complaint.ts';
import { impostor, impostorBytes } from './impostor.ts';
import { partRefusal, refusal, type Subject } from './refusal.ts';

/** Throws an EngineError of the subject's code. */
export function document<T>(schema: z.ZodType<T>, text: string, subject: Subject): T {
  return checked(schema, json(text, subject), subject);
}

/** The same where damage counts as nothing: a line half written, the settings of another version. */
export function documentIfWhole<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Throws an EngineError of the subject's code. */
export function json(text: string, subject: Subject): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const other = impostor(Buffer.from(text.slice(0, impostorBytes)));
    if (other !== undefined) throw refusal(subject, other.fact, { cause, cure: other.cure });
    throw refusal(subject, 'is not valid JSON', { cause });
  }
}

/**
 * Checks a parsed value: `config.json: text_config.hidden_size is 0, but must be a whole number from 1 to 65536; …`.
 * @param prefix where the value stands in its document
 * @throws EngineError of the subject's code
 */
export function checked<T>(
  schema: z.ZodType<T>,
  value: unknown,
  subject: Subject,
  prefix: readonly string[] = [],
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { field, fact } = complaint(result.error, value, prefix);
  throw partRefusal(subject, field, fact);
}

/** A JSON object, not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
