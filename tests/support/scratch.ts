/** Folders and safetensors files that tests make, break and throw away. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { EngineError } from '../../src-engine/errors.ts';
import { goldenModel } from './golden-model.ts';
import type { GoldenCase } from './golden-model.ts';

export { goldenModel } from './golden-model.ts';
export type { GoldenCase } from './golden-model.ts';

/** What LlavaConfig of transformers fills in. */
export const llavaDefaults = {
  tower: {
    model_type: 'clip_vision_model',
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 24,
    num_attention_heads: 16,
    image_size: 336,
    patch_size: 14,
  },
  textModelType: 'llama',
  featureLayer: -2,
  strategy: 'default',
  imageToken: 32000,
} as const;

/** An empty folder that is gone after the test. */
export async function emptyFolder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'dymu-checkpoint-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A copy of a golden model that may be broken. */
export async function goldenCopy(name: GoldenCase): Promise<string> {
  const directory = await emptyFolder();
  await cp(goldenModel(name), directory, { recursive: true });
  return directory;
}

export async function writeJson(directory: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(directory, name), JSON.stringify(value));
}

const objectSchema = z.record(z.string(), z.unknown());

export async function readJsonFile(directory: string, name: string): Promise<Record<string, unknown>> {
  return objectSchema.parse(JSON.parse(await readFile(join(directory, name), 'utf8')));
}

/** Sets keys of a JSON file, or of an object inside it; undefined removes a key. */
export async function editJson(
  directory: string,
  name: string,
  change: Readonly<Record<string, unknown>>,
  inside?: string,
): Promise<void> {
  const value = await readJsonFile(directory, name);
  const part = inside === undefined ? value : objectSchema.parse(value[inside]);
  Object.assign(part, change);
  await writeJson(directory, name, inside === undefined ? value : { ...value, [inside]: part });
}

/** A safetensors file from any header text, true or not. */
export function rawSafetensors(header: string | object, data: Uint8Array, declared?: bigint): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(declared ?? BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

export interface RawTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Buffer;
}

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number()),
  data_offsets: z.tuple([z.number(), z.number()]),
});

/** Takes a file apart without the code under test. */
export async function rawTensors(path: string): Promise<Map<string, RawTensor>> {
  const file = await readFile(path);
  const length = Number(file.readBigUInt64LE());
  const header = objectSchema.parse(JSON.parse(file.toString('utf8', 8, 8 + length)));
  delete header['__metadata__'];
  const data = file.subarray(8 + length);
  return new Map(
    Object.entries(header).map(([name, entry]) => {
      const { dtype, shape, data_offsets: offsets } = entrySchema.parse(entry);
      return [name, { dtype, shape, bytes: data.subarray(...offsets) }];
    }),
  );
}

export async function writeTensors(path: string, tensors: ReadonlyMap<string, RawTensor>): Promise<void> {
  const header: Record<string, object> = {};
  let offset = 0;
  for (const [name, { dtype, shape, bytes }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
  }
  const data = Buffer.concat([...tensors.values()].map(({ bytes }) => bytes));
  await writeFile(path, rawSafetensors(header, data));
}

/** Rewrites a model's only weight file with other names; undefined drops a tensor. */
export async function renameTensors(
  directory: string,
  rename: (name: string) => string | undefined,
): Promise<void> {
  const path = join(directory, 'model.safetensors');
  const renamed = new Map<string, RawTensor>();
  for (const [name, tensor] of await rawTensors(path)) {
    const next = rename(name);
    if (next !== undefined) renamed.set(next, tensor);
  }
  await writeTensors(path, renamed);
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
}

function engineError(cause: unknown): Refusal {
  if (cause instanceof EngineError) return { code: cause.code, message: cause.message };
  throw new Error(`Not an EngineError: ${cause instanceof Error ? String(cause.stack) : typeof cause}`);
}

/** The EngineError that a function throws; fails the test when it throws anything else or nothing. */
export function refusal(act: () => unknown): Refusal {
  try {
    act();
  } catch (cause) {
    return engineError(cause);
  }
  throw new Error('Nothing was thrown');
}

/** The EngineError that a promise rejects with; fails the test when it rejects otherwise or not. */
export async function rejection(promise: Promise<unknown>): Promise<Refusal> {
  const outcome = await promise.then(
    () => undefined,
    (cause: unknown) => ({ cause }),
  );
  if (outcome === undefined) throw new Error('Nothing was rejected');
  return engineError(outcome.cause);
}
