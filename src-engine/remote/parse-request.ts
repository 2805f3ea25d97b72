/** What has arrived from a window, parsed or refused in one sentence that names the field. */
import type { z } from 'zod';
import { EngineError } from '../errors.ts';
import { complaint } from '../files/complaint.ts';

/** Throws `bad-input`. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, request: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  throw refusal(parsed.error, request, ['request']);
}

/**
 * @param value what was parsed
 * @param under where it stands in its message
 */
export function refusal(error: z.ZodError, value: unknown, under: readonly string[] = []): EngineError {
  const { field, fact } = complaint(error, value, under);
  return new EngineError(
    'bad-input',
    `The engine cannot use this request (${field === '' ? 'it' : field} ${fact})`,
    {
      remedy: 'check its fields',
    },
  );
}
