/** Tasks and what they come to, as they are read from files and messages: nothing is believed. */
import { z } from 'zod';
import type { TaskKind, TaskResults } from '../engine-sharing.ts';

/** Longest list of one task: a batch, a chunk of images. */
const mostImages = 100_000;
const sentence = z.string().min(1).max(10_000);
const path = z.string().min(1).max(4096);
const count = z.int().min(0);

const counted = z.strictObject({
  path,
  width: count,
  height: count,
  bytes: count,
  views: count,
  fullTokens: count,
  tokens: z.array(count).max(1000),
});

export const resultSchemas: { readonly [K in TaskKind]: z.ZodType<TaskResults[K]> } = {
  find: z.array(z.number().min(0).max(1)).min(1).max(1000),
  measure: z.array(z.int().min(1)).min(1).max(mostImages),
  count: z.array(z.union([counted, z.strictObject({ path, reason: sentence })])).max(mostImages),
};
