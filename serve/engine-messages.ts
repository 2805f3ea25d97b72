/** What the server and its engine process say to each other: frames of ports, which the server passes on without looking in, and their rules. */
import { z } from 'zod';

const port = z.int().nonnegative();
const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);
const paths = z.array(z.string()).readonly();

export const toEngineSchema = z.discriminatedUnion('kind', [
  /** A page is there. It may read what lies below `read`, and below `list` what names other files. */
  z.strictObject({ kind: z.literal('open'), port, browser: z.string(), read: paths, list: paths }),
  z.strictObject({ kind: z.literal('frame'), port, bytes }),
  z.strictObject({ kind: z.literal('close'), port }),
  /** A browser may have one calibration written to this place. */
  z.strictObject({ kind: z.literal('grant'), browser: z.string(), grant: z.string(), path: z.string() }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

export const fromEngineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  /** Why there is no engine, or soon none any more: a sentence. */
  z.strictObject({ kind: z.literal('failed'), sentence: z.string() }),
  /** Its database: the next process is told. */
  z.strictObject({ kind: z.literal('found-whole'), mark: z.string() }),
  z.strictObject({ kind: z.literal('frame'), port, bytes }),
  z.strictObject({ kind: z.literal('close'), port }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
