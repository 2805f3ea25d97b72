/** What a session is, in the one schema that all who keep one use: a page that is loaded again, the next start, a file. Reads no file. */
import { z } from 'zod';
import { overlayNames } from '../overlay/modes.ts';
import { methodNames, type MethodName } from '../reduction/methods.ts';
import { regionsSchema } from '../reduction/steering/regions.ts';
import { measurementSchema, ownReadingSchema, runSchema } from './answers.ts';
import { sessionLimits } from './limits.ts';

export const sessionFormat = 'dymu-session';
export const sessionVersion = 1;
export const sessionEnding = 'dymu-session';

/** Stands for the folder of the model that ships along: it lies elsewhere on every computer. */
export const modelOfApplication = 'application:model';

const { name: longestName, onShelf, steps, text: longest } = sessionLimits;
const name = z.string().min(1).max(longestName);
/** What the other parts call a picture by. */
const key = z.string().min(1).max(20);
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
  /** In the file: base64. */
  z.strictObject({ kind: z.literal('inside'), data: z.string(), sha256 }),
]);

export const pictureSchema = z.strictObject({ key, name, from: fromSchema });

export const chosenNames = methodNames.filter((each): each is Exclude<MethodName, 'none'> => each !== 'none');

export const choicesSchema = z.strictObject({
  selected: key.nullable(),
  method: z.enum(chosenNames),
  tokens: z.number().nonnegative(),
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
