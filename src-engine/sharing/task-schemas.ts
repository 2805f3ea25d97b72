/** Tasks and what they come to, as they are read from files and messages: nothing is believed. */
import { z } from 'zod';
import type { ModelIdentity, Task, TaskKind, TaskResults } from '../engine-sharing.ts';
import type { SweepRow } from '../engine-sweep.ts';
import { methodNames, reductionSchema } from '../reduction/methods.ts';
import { evaluateRequestSchema, sweepRequestSchema } from '../remote/request-schemas.ts';

/** Longest list of one task: a batch, a chunk of images. */
const mostImages = 100_000;
const sentence = z.string().min(1).max(10_000);
const path = z.string().min(1).max(4096);
const count = z.int().min(0);

const counted = z.strictObject({
  path,
  content: z.hash('sha256'),
  views: count,
  tokens: z.array(count).max(1000),
});

const images = z.array(path).min(1).max(mostImages);
const perLayer = z.array(z.number()).min(1).max(1000);

export const taskSchema: z.ZodType<Task> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('find'), images, removals: perLayer }),
  z.strictObject({ kind: z.literal('measure'), images, thresholds: perLayer }),
  z.strictObject({ kind: z.literal('rows'), images }),
  z.strictObject({
    kind: z.literal('count'),
    images,
    contents: z.array(z.hash('sha256')).max(mostImages),
    reductions: z.array(reductionSchema).min(1).max(1000),
  }),
  z.strictObject({ kind: z.literal('evaluate'), request: evaluateRequestSchema }),
  z.strictObject({ kind: z.literal('sweep'), request: sweepRequestSchema, content: z.hash('sha256') }),
]);

const short = z.string().min(1).max(1000);

export const identitySchema: z.ZodType<ModelIdentity> = z.strictObject({
  name: short,
  encoder: short,
  weights: short,
  tower: z.enum(['fp32', 'int8']),
  precision: short,
  device: short,
  imageBackend: z.enum(['torchvision', 'pil', 'pil-12']),
  imageRoute: z.enum(['path', 'object']),
  calibration: short.nullable(),
});

const ms = z.number().min(0);

export const sweepRowSchema: z.ZodType<SweepRow> = z.strictObject({
  position: count,
  method: z.enum(methodNames),
  budget: z.string().min(1).max(100),
  tokens: count,
  text: z.string().max(10_000_000),
  sameAsFull: z.boolean().nullable(),
  timings: z.strictObject({
    imageDecodeMs: ms,
    prepareMs: ms,
    preprocessMs: ms,
    encodeMs: ms,
    projectMs: ms,
    prefillMs: ms,
    firstTokenMs: ms,
    decodeMs: ms,
    tokensPerSecond: ms,
  }),
  notes: z.array(sentence).max(1000),
  disturbedBy: z.array(sentence).max(1000),
  kept: z.boolean(),
});

export const resultSchemas: { readonly [K in TaskKind]: z.ZodType<TaskResults[K]> } = {
  find: z.array(z.number().min(0).max(1)).min(1).max(1000),
  measure: z.array(z.int().min(1)).min(1).max(mostImages),
  rows: z.array(z.array(z.number().positive()).min(1).max(1000)).min(1).max(mostImages),
  count: z.array(z.union([counted, z.strictObject({ path, reason: sentence })])).max(mostImages),
  evaluate: z.string().min(1),
  sweep: z.array(sweepRowSchema).max(1000),
};
