/** One entry of a set against its schema: the value, or one sentence that says what is wrong with it. */
import type { z } from 'zod';
import { complaint } from '../../files/complaint.ts';
import { quote } from '../../files/words.ts';

export type Checked<T> = { readonly value: T } | { readonly fault: string };

export function checkEntry<T>(schema: z.ZodType<T>, json: unknown): Checked<T> {
  if (json === undefined) return { fault: 'It is not JSON.' };
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  const { field, fact } = complaint(parsed.error, json);
  return { fault: `${field === '' ? 'It' : quote(field)} ${fact}.` };
}
