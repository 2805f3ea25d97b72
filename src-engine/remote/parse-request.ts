/** What has arrived from a window, parsed or refused in one sentence that names the field. */
import type { z } from 'zod';
import { EngineError } from '../errors.ts';

/** Throws `bad-input`. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, request: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  throw refusal(parsed.error, ['request']);
}

/** @param under where the value that was parsed stands in its message */
export function refusal({ issues: [issue] }: z.ZodError, under: readonly string[] = []): EngineError {
  const where = issue === undefined ? '' : ` (${[...under, ...issue.path].join('.')}: ${issue.message})`;
  return new EngineError('bad-input', `The engine cannot use this request${where}`, {
    remedy: 'check its fields',
  });
}
