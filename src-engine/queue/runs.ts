/** Runs that somebody has put into the queue: they are announced while they last, and can be cancelled from anywhere. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { ModelIdentity } from '../engine-sharing.ts';
import { documentIfWhole } from '../files/document.ts';
import { sha256 } from '../files/sha256.ts';
import { identitySchema } from '../sharing/task-schemas.ts';

/** Begins all keys of this program. */
export const keyPrefix = 'dymu';
/** Seconds after which a run whose maker is gone is no longer announced. */
const announced = 30;
/** Seconds for which a cancelled run is remembered. */
const remembered = 7 * 24 * 3600;

export interface Run {
  readonly run: string;
  readonly title: string;
  readonly model: ModelIdentity;
  readonly done: number; // tasks
  readonly total: number;
}

const schema: z.ZodType<Run> = z.strictObject({
  run: z.string().max(100),
  title: z.string().max(1000),
  model: identitySchema,
  done: z.int().min(0),
  total: z.int().min(0),
});

/** Tasks for one model lie in one queue: a worker takes from that of its own. */
export function queueName(model: ModelIdentity): string {
  return `tasks-${sha256(JSON.stringify(Object.entries(model).sort(([a], [b]) => (a < b ? -1 : 1)))).slice(0, 16)}`;
}

export async function announce(client: Redis, run: Run): Promise<void> {
  await client.set(`${keyPrefix}:run:${run.run}`, JSON.stringify(run), 'EX', announced);
}

export async function withdraw(client: Redis, run: string): Promise<void> {
  await client.del(`${keyPrefix}:run:${run}`);
}

/** By title. */
export async function listRuns(client: Redis): Promise<Run[]> {
  const keys: string[] = [];
  let cursor = '0';
  do {
    const [next, found] = await client.scan(cursor, 'MATCH', `${keyPrefix}:run:*`, 'COUNT', 100);
    keys.push(...found);
    cursor = next;
  } while (cursor !== '0');
  const texts = keys.length === 0 ? [] : await client.mget(keys);
  return texts
    .flatMap((text) => (text === null ? [] : (documentIfWhole(schema, text) ?? [])))
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}

export async function cancelRun(client: Redis, run: string): Promise<void> {
  await client.set(`${keyPrefix}:cancelled:${run}`, '1', 'EX', remembered);
}

export async function isCancelled(client: Redis, run: string): Promise<boolean> {
  return (await client.exists(`${keyPrefix}:cancelled:${run}`)) === 1;
}

/** Whoever starts a cancelled run again means it. */
export async function uncancel(client: Redis, run: string): Promise<void> {
  await client.del(`${keyPrefix}:cancelled:${run}`);
}
