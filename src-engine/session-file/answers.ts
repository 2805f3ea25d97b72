/** Answers as a session holds them: what was asked, what came of it and what it cost. Schemas only. */
import { z } from 'zod';
import type { AnswerResult, Sampling } from '../engine.ts';
import { reductionSchema } from '../reduction/methods.ts';
import { sessionLimits } from './limits.ts';

const {
  text: longest,
  name: longestName,
  tokens: mostTokens,
  runs: mostRuns,
  about: mostPictures,
  turns: mostTurns,
} = sessionLimits;

/** JSON has no words for some numbers that figures can be (a rate over no time at all); they stand as texts. */
export const figure = z.union([
  z.number(),
  z.literal(['NaN', 'Infinity', '-Infinity']).transform((word) => Number(word)),
]);
export const count = z.int().nonnegative();
export const text = z.string().max(longest);
export const name = z.string().max(longestName);
export const sentences = z.array(text).max(200).readonly();

const orientation = z.literal([1, 2, 3, 4, 5, 6, 7, 8]);
const transparency = z.enum(['drop', 'white']);
const route = z.enum(['path', 'object']);

export const ownReadingSchema = z.strictObject({
  orientation: orientation.exactOptional(),
  transparency: transparency.exactOptional(),
});

const readingSchema = ownReadingSchema.extend({ route: route.exactOptional() });

/** What the other parts call a picture by. */
export const keySchema = z.string().min(1).max(20);

const samplingSchema: z.ZodType<Sampling> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('greedy') }),
  z.strictObject({
    kind: z.literal('sample'),
    seed: z.int(),
    temperature: z.number().exactOptional(),
    topK: z.int().exactOptional(),
    topP: z.number().exactOptional(),
    minP: z.number().exactOptional(),
  }),
]);

const askedSchema = z.strictObject({
  /** A model's folder, or `modelOfApplication`. */
  model: name,
  question: text,
  reduction: reductionSchema,
  virtualUnmerging: z.boolean(),
  sampling: samplingSchema.exactOptional(),
  imageBackend: z.enum(['torchvision', 'pil', 'pil-12']).exactOptional(),
  tower: z.enum(['fp32', 'int8']).exactOptional(),
  precision: name.exactOptional(),
  reading: readingSchema.exactOptional(),
  /** Several pictures or frames, in order, by their keys. */
  pictures: z
    .array(z.strictObject({ id: keySchema, name, reading: readingSchema }))
    .max(mostPictures)
    .readonly()
    .exactOptional(),
  video: z.literal(true).exactOptional(),
  earlier: z
    .array(z.strictObject({ question: text, answer: text }))
    .max(mostTurns)
    .readonly()
    .exactOptional(),
});

export const timingsSchema = z.object({
  imageDecodeMs: figure,
  prepareMs: figure,
  preprocessMs: figure,
  encodeMs: figure,
  projectMs: figure,
  prefillMs: figure,
  firstTokenMs: figure,
  decodeMs: figure,
  tokensPerSecond: figure,
});

/** Of results that another version may have more to say about, only what is known here is taken. */
export const resultSchema: z.ZodType<AnswerResult> = z.object({
  text,
  tokens: z.array(z.int()).max(mostTokens).readonly(),
  stopped: z.enum(['eos', 'length', 'stop-string']),
  decoding: z.object({
    kind: z.enum(['greedy', 'sample']),
    seed: z.int().exactOptional(),
    settings: z
      .array(
        z.object({
          name,
          value: z.union([figure, z.boolean(), text]),
          from: z.enum(['request', 'checkpoint', 'default']),
        }),
      )
      .max(200)
      .readonly(),
  }),
  promptTokens: count,
  visualTokens: count,
  fullVisualTokens: count,
  timings: timingsSchema,
  reused: z.object({ encoding: z.boolean(), rows: count, sparedMs: figure }).exactOptional(),
  budget: z
    .object({ asked: figure, used: figure, reach: z.tuple([figure, figure]).readonly() })
    .exactOptional(),
  theory: z.object({ encode: figure, prefill: figure }),
  pictures: z
    .array(
      z.object({
        route,
        orientation,
        storedOrientation: orientation,
        transparent: z.boolean(),
        transparency,
        backend: z.enum(['torchvision', 'pil', 'pil-12']),
      }),
    )
    .max(mostPictures)
    .readonly()
    .exactOptional(),
  shares: z
    .array(z.object({ tokens: count, fullTokens: count, frames: count.exactOptional() }))
    .max(mostPictures)
    .readonly()
    .exactOptional(),
  tower: z.enum(['fp32', 'int8']).exactOptional(),
  peakMemoryBytes: figure,
  disturbedBy: sentences,
  device: name,
  precision: name,
  notes: sentences.exactOptional(),
});

/** Of another computer: its name and the day. */
export const originSchema = z.strictObject({ processor: name, saved: name });

const doneSchema = z.strictObject({
  kind: z.literal('done'),
  asked: askedSchema,
  result: resultSchema,
  origin: originSchema.exactOptional(),
});

const recordedSchema = z.strictObject({
  kind: z.literal('recorded'),
  asked: askedSchema,
  answer: z.strictObject({
    text,
    visualTokens: count,
    fullVisualTokens: count,
    cost: z.object({
      preprocessMs: figure,
      encodeMs: figure,
      projectMs: figure,
      prefillMs: figure,
      firstTokenMs: figure,
      decodeMs: figure,
      tokensPerSecond: figure,
      peakMemoryBytes: figure,
    }),
  }),
  machine: z.strictObject({
    kind: z.literal('recorded'),
    processor: name,
    device: name,
    precision: name,
    date: name,
  }),
  awaited: z.boolean(),
});

const before = z.discriminatedUnion('kind', [doneSchema, recordedSchema]).nullable();

export const runSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idle') }),
  recordedSchema,
  doneSchema,
  z.strictObject({ kind: z.literal('stopped'), asked: askedSchema, before, text }),
  z.strictObject({ kind: z.literal('failed'), asked: askedSchema, before, text, message: text }),
  /** It was being made when this was written down; nobody makes it any more. */
  z.strictObject({ kind: z.literal('cut'), asked: askedSchema, before, text }),
]);

export const measurementSchema = z
  .strictObject({
    asked: z.strictObject({ full: askedSchema, merged: askedSchema }),
    full: z.array(resultSchema).max(mostRuns).readonly(),
    merged: z.array(resultSchema).max(mostRuns).readonly(),
    progress: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('done') }),
      z.strictObject({ kind: z.literal('cancelled') }),
      z.strictObject({ kind: z.literal('failed'), message: text }),
    ]),
  })
  .refine(({ full, merged }) => full.length === merged.length, 'must have as many runs of both kinds');

/** Turns before the answers on screen. */
export const turnsSchema = z
  .array(z.strictObject({ full: doneSchema, merged: doneSchema }))
  .max(mostTurns)
  .readonly();

/** Answers about several pictures or the frames of a video, with what belongs to them. */
export const groupSchema = z.strictObject({
  pictures: z.array(keySchema).min(1).max(mostPictures),
  full: runSchema,
  merged: runSchema,
  turns: turnsSchema.exactOptional(),
  measurement: measurementSchema.exactOptional(),
});

export type WrittenTurns = z.infer<typeof turnsSchema>;
export type WrittenGroup = z.infer<typeof groupSchema>;
export type WrittenRun = z.infer<typeof runSchema>;
export type WrittenMeasurement = z.infer<typeof measurementSchema>;
