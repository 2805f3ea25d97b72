/** What is sent through the queue: a task with what it must be done with, and what it came to. Both ends believe nothing. */
import { z } from 'zod';
import type { ModelIdentity, Task } from '../engine-sharing.ts';
import { EngineError } from '../errors.ts';
import { clip } from '../files/words.ts';
import { identitySchema, taskSchema } from '../sharing/task-schemas.ts';

export const messageVersion = 1;

export interface TaskMessage {
  readonly format: 'dymu-task';
  readonly version: typeof messageVersion;
  readonly program: string; // version
  readonly run: string;
  readonly title: string; // 'Calibrating on photos'
  readonly model: ModelIdentity;
  readonly task: Task;
}

export const taskMessageSchema: z.ZodType<TaskMessage> = z.strictObject({
  format: z.literal('dymu-task'),
  version: z.literal(messageVersion),
  program: z.string().max(100),
  run: z.string().max(100),
  title: z.string().max(1000),
  model: identitySchema,
  task: taskSchema,
});

export interface ResultMessage {
  readonly by: string; // host and process
  readonly result: unknown;
}

export const resultMessageSchema: z.ZodType<ResultMessage> = z.strictObject({
  by: z.string().max(300),
  result: z.unknown(),
});

/** Throws `bad-input` for what is no task of this version. */
export function parseTask(data: unknown): TaskMessage {
  const { data: message } = taskMessageSchema.safeParse(data);
  if (message !== undefined) return message;
  const version: unknown =
    typeof data === 'object' && data !== null ? Reflect.get(data, 'version') : undefined;
  const fact =
    typeof version === 'number' && version > messageVersion
      ? `The queue holds a task of version ${clip(String(version))}, but only ${messageVersion} is known`
      : 'The queue holds something that is no task of this program';
  throw new EngineError('bad-input', fact, { remedy: 'run the same version on all machines' });
}

/** In words, the first thing that two models do not have in common; undefined where they are one. */
export function modelDifference(wanted: ModelIdentity, here: ModelIdentity): string | undefined {
  const named: readonly (readonly [keyof ModelIdentity, string])[] = [
    ['encoder', 'the encoder'],
    ['tower', 'the precision of the encoder'],
    ['weights', 'the weights'],
    ['precision', 'the precision of the language model'],
    ['device', 'the device'],
    ['imageBackend', 'the image backend'],
    ['imageRoute', 'the image route'],
    ['calibration', 'the calibration'],
  ];
  const found = named.find(([key]) => wanted[key] !== here[key]);
  if (found === undefined) return undefined;
  const [key, words] = found;
  const short = (value: string | null): string => (value === null ? 'none' : value.slice(0, 12));
  return `${words} must be ${short(wanted[key])} (${clip(wanted.name)}) and is ${short(here[key])} (${clip(here.name)})`;
}
