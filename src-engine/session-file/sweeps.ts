/** Sweeps as a session holds them: what was asked, the rows that have come, how far it is. Schemas only. */
import { z } from 'zod';
import type { SweepRow } from '../engine.ts';
import { methodNames } from '../reduction/methods.ts';
import { chosenNames } from './chosen-names.ts';
import { count, name, originSchema, sentences, text, timingsSchema } from './answers.ts';

/** Thresholds of one's own, one per executed layer. */
export const thresholdsSchema = z.strictObject({
  encoder: name, // fingerprint
  name: z.string().min(1).max(100).nullable(),
  values: z.array(z.number()).min(1).max(1000).readonly(),
});

/** All tokens, nine budgets and thresholds of one's own by five methods, and room. */
const mostRows = 1000;

const rowSchema: z.ZodType<SweepRow> = z.object({
  position: count,
  method: z.enum(methodNames),
  budget: z.string().max(100),
  tokens: count,
  text,
  sameAsFull: z.boolean().nullable(),
  timings: timingsSchema,
  notes: sentences,
  disturbedBy: sentences,
  kept: z.boolean(),
});

export const sweepSchema = z.strictObject({
  asked: z.strictObject({
    /** A model's folder, or `modelOfApplication`. */
    model: name,
    question: text,
    virtualUnmerging: z.boolean(),
    reading: z.string().max(100),
    regions: z.string().max(1000),
    imageBackend: z.string().max(100),
    tower: z.string().max(100),
    precision: z.string().max(100).exactOptional(),
    custom: thresholdsSchema.exactOptional(),
  }),
  methods: z.array(z.enum(chosenNames)).max(100).readonly(),
  /** Of the engine of this computer; it means nothing elsewhere. */
  job: z.int().nullable(),
  rows: z.array(rowSchema).max(mostRows).readonly(),
  total: count,
  state: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('running') }),
    z.strictObject({ kind: z.literal('done') }),
    z.strictObject({ kind: z.literal('stopped') }),
    z.strictObject({ kind: z.literal('failed'), message: text }),
  ]),
  origin: originSchema.exactOptional(),
});

export type WrittenSweep = z.infer<typeof sweepSchema>;
