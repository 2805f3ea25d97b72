/** Which messages of the remote protocol are as good as the latest of their kind: progress, of each request. */
import { z } from 'zod';

const progressSchema = z.looseObject({ kind: z.literal('progress'), id: z.int() });

export function progressKey(message: unknown): string | undefined {
  const { data } = progressSchema.safeParse(message);
  return data === undefined ? undefined : `progress ${data.id}`;
}
