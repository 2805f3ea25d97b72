/** What a session is, in the one schema that all who keep one use: a page that is loaded again, the next start, a file. Reads no file. */
import { z } from 'zod';
import { overlayNames } from '../overlay/modes.ts';
import { regionsSchema } from '../reduction/steering/regions.ts';
import {
  groupSchema,
  keySchema as key,
  measurementSchema,
  ownReadingSchema,
  runSchema,
  turnsSchema,
} from './answers.ts';
import { chosenNames } from './chosen-names.ts';
import { sessionLimits } from './limits.ts';
import { sweepSchema, thresholdsSchema } from './sweeps.ts';

export const sessionFormat = 'dymu-session';
export const sessionVersion = 1;
export const sessionEnding = 'dymu-session';

/** Stands for the folder of the model that ships along: it lies elsewhere on every computer. */
export const modelOfApplication = 'application:model';

const { name: longestName, onShelf, steps, text: longest, about, frames } = sessionLimits;
const name = z.string().min(1).max(longestName);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u, 'must be a SHA-256');

/** Where a picture's bytes are. */
const fromSchema = z.discriminatedUnion('kind', [
  /** It comes with the application, under this name. */
  z.strictObject({ kind: z.literal('sample'), file: name }),
  /** What a file of another computer says of a path is believed only where length and sum are right. */
  z.strictObject({
    kind: z.literal('file'),
    path: name,
    bytes: z.int().nonnegative().exactOptional(),
    sha256: sha256.exactOptional(),
  }),
  /** Beside the session, under this name: of pictures that have no file. */
  z.strictObject({ kind: z.literal('beside'), id: name }),
  /** In the file: base64; empty where an earlier picture has the same bytes, as another frame of one animation has. */
  z.strictObject({ kind: z.literal('inside'), data: z.string(), sha256 }),
]);

/** Where a picture stands in a video. */
const frameSchema = z.strictObject({
  video: name,
  name,
  index: z.int().nonnegative().max(frames),
  total: z.int().positive().max(frames),
  /** It is that frame of an animated file; else a file of its own. */
  animated: z.boolean(),
});

export const pictureSchema = z.strictObject({
  key,
  name,
  from: fromSchema,
  frame: frameSchema.exactOptional(),
});

export { chosenNames } from './chosen-names.ts';

export const choicesSchema = z.strictObject({
  selected: key.nullable(),
  /** Of a question about several pictures; left out where it is about one. */
  chosen: z.array(key).min(2).max(about).exactOptional(),
  method: z.enum(chosenNames),
  tokens: z.number().nonnegative(),
  /** Instead of the slider's; left out while it decides, so that earlier versions read the file. */
  thresholds: thresholdsSchema.exactOptional(),
  virtualUnmerging: z.boolean(),
  sampling: z.enum(['greedy', 'sample']),
  imageRoute: z.enum(['path', 'object']),
  readings: z.record(key, ownReadingSchema),
  regions: z.record(key, regionsSchema),
  overlay: z.enum(overlayNames),
  pin: z.int().nonnegative().nullable(),
});

export const sessionSchema = z.strictObject({
  format: z.literal(sessionFormat),
  version: z.literal(sessionVersion),
  /** Where it was written, and when (ISO 8601). */
  made: z.strictObject({
    application: z.string().max(100),
    machine: z.string().max(300),
    date: z.string().max(40),
  }),
  /** What the choices were made for; `source.directory` may be `modelOfApplication`. */
  model: z
    .strictObject({
      source: z.strictObject({ directory: name, calibration: name.exactOptional() }),
      directory: name,
    })
    .nullable(),
  imageBackend: z.enum(['torchvision', 'pil', 'pil-12']),
  /** In the order of the shelf. */
  pictures: z.array(pictureSchema).max(onShelf),
  choices: choicesSchema,
  past: z.array(choicesSchema).max(steps),
  future: z.array(choicesSchema).max(steps),
  question: z.string().max(longest),
  typed: z.boolean(),
  asked: z.array(z.string().max(longest)).max(steps),
  answers: z.record(key, z.strictObject({ full: runSchema, merged: runSchema })),
  measurements: z.record(key, measurementSchema),
  /** Turns before answers about one picture; left out where there are none, as groups are. */
  turns: z.record(key, turnsSchema).exactOptional(),
  groups: z.array(groupSchema).max(onShelf).exactOptional(),
  /** Left out while there are none, so that earlier versions read the file. */
  sweeps: z.record(key, sweepSchema).exactOptional(),
  /** Its table stands in the answers' place; left out while it does not. */
  sweepOpen: z.literal(true).exactOptional(),
  view: z.enum(['explore', 'collection', 'evaluate', 'models']),
  /** The file that it was opened from or saved as. Its path only the main process knows; in a file this is null. */
  file: z.strictObject({ name, inside: z.boolean(), changed: z.boolean() }).nullable(),
});

export type SessionDocument = z.infer<typeof sessionSchema>;
export type SessionPicture = z.infer<typeof pictureSchema>;
export type WrittenChoices = z.infer<typeof choicesSchema>;

/** As text. Numbers that JSON has no words for become theirs. */
export function sessionText(document: SessionDocument): string {
  return JSON.stringify(document, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
