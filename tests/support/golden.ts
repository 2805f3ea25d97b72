/** A golden case: a small checkpoint with the numbers that an implementation must reproduce (tests/fixtures/golden/README.md). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';

const facts = z.object({
  question: z.string(),
  prompt: z.string(),
  model: z.string(), // relative to the case
  files: z.array(z.string()).min(1), // one image, or the frames of a video
  views: z.number(),
  patches: z.number(),
  executed_layers: z.number(),
  eos_token_ids: z.array(z.number()),
  tome: z.object({ R: z.number() }).nullish(),
  tokens: z.array(z.number()).default([]), // per view, for the methods that reduce after the tower
  /** For the methods that reduce rows behind the connector: cosines of `rows`, counts of DART. */
  rows: z.object({ thresholds: z.array(z.number()), counts: z.array(z.number()) }).optional(),
  layout: z.object({}).nullish(),
  tolerances: z.object({ features: z.number(), projected: z.number(), size: z.number(), logits: z.number() }),
});

const foundThresholds = z.object({
  thresholds: z.array(z.number()),
  thresholds_exact_mean: z.array(z.number()),
  r: z.array(z.number()),
  batches: z.array(z.array(z.string())),
  counts: z.array(z.array(z.number())),
});

const defaultBackend = z.object({
  thresholds: z.array(z.number()),
  pixel_values: z.array(z.string()), // SHA-256 of each view's float32 bytes
  numbers: z.record(z.string(), z.array(z.int())),
});

const root = path.join(import.meta.dirname, '../fixtures/golden');

export const goldenCases = ['llava15-clip', 'llava15-siglip', 'paligemma'] as const;
/** Squares of patches joined or averaged into cells: one view, and tiles with an overview. */
export const cellCases = ['smolvlm', 'idefics3', 'internvl', 'internvl-qwen3', 'gemma3'] as const;
/** One view of plain tokens, without threshold finding. */
export const lookCases = ['paligemma2'] as const;
export const viewCases = ['llava-next', 'llava-next-video', 'onevision', 'onevision-shrink'] as const;
export const videoCases = ['onevision-video', 'llava-next-video-frames'] as const;
/** Pooling and VisionZip. */
export const tokenCases = [
  'llava15-clip-tokens',
  'llava15-siglip-tokens',
  'paligemma-tokens',
  'llava-next-tokens',
  'onevision-shrink-tokens',
  'onevision-video-tokens',
] as const;
/** Rows merged (ours) and pruned (DART). */
export const rowCases = [
  'smolvlm-rows',
  'idefics3-rows',
  'internvl-rows',
  'gemma3-rows',
  'llava15-clip-rows',
  'llava-next-rows',
  'qwen3-vl',
  'qwen2-5-vl',
  'qwen2-vl',
] as const;
/** Pictures that keep their shape; the case that reduces rows has the unmerged numbers, too. */
export const anyShapeCases = ['qwen3-vl', 'qwen2-5-vl', 'qwen2-vl'] as const;
/** Video of those models: patches span two frames. */
export const shapedVideoCases = ['qwen2-vl-video', 'qwen2-5-vl-video'] as const;
/** The stored numbers were made with Pillow 12.1 as the image processor's backend. */
export const storedBackend = 'pil-12';

type GoldenCase = (
  | typeof goldenCases
  | typeof cellCases
  | typeof lookCases
  | typeof viewCases
  | typeof videoCases
  | typeof tokenCases
  | typeof rowCases
  | typeof shapedVideoCases
)[number];

export async function openGolden(name: GoldenCase) {
  const directory = path.join(root, name);
  const json = (file: string): unknown => JSON.parse(readFileSync(path.join(directory, file), 'utf8'));
  const tensors = await readSafetensors(path.join(directory, 'golden.safetensors'), { maxBytes: 64e6 });
  const parsed = facts.parse(json('golden.json'));
  return {
    facts: parsed,
    model: path.join(directory, parsed.model),
    image: path.join(directory, 'image.png'),
    frames: parsed.files.map((file) => path.join(directory, file)),
    /** Of the cases that merge in the tower. */
    get thresholds() {
      return z.object({ thresholds: z.array(z.number()) }).parse(json('thresholds.json')).thresholds;
    },
    /** What transformers' default image backend changes (tools/golden/default_backend.py). */
    get byDefault() {
      return defaultBackend.parse(json('torchvision.json'));
    },
    /** Threshold finding; not part of every case. */
    get found() {
      return foundThresholds.parse(json('find/find.json'));
    },
    findImage: (file: string) => path.join(directory, 'find', file),
    tensor(key: string): readonly number[] {
      const tensor = tensors.get(key);
      if (tensor === undefined) throw new Error(`${name} has no tensor ${key}`);
      return Array.from(tensor.data);
    },
  };
}

export function largestDifference(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let index = 0; index < got.length; index += 1) {
    const difference = Math.abs((got[index] ?? Number.NaN) - (expected[index] ?? Number.NaN));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}
