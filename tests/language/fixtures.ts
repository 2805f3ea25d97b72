/** Tokenizers and golden prompts of tests/fixtures/language, checked on reading. */
import { llava } from '../../src-engine/families/llava.ts';
import type { PromptPlan } from '../../src-engine/language/prompt.ts';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Checkpoint } from '../../src-engine/checkpoint/checkpoint.ts';
import type { ModelSpec } from '../../src-engine/families/spec.ts';
import { createTokenizer, type Tokenizer } from '../../src-engine/language/tokenizer.ts';

const folder = new URL('../fixtures/language/', import.meta.url);

export function fixtureText(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8');
}

export function fixtureObject(path: string): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(fixtureText(path)));
}

export type TokenizerName = 'llava15' | 'onevision' | 'pocket';

export function fixtureTokenizer(name: TokenizerName): Tokenizer {
  return createTokenizer({
    json: fixtureObject(`${name}/tokenizer.json`),
    config: fixtureObject(`${name}/tokenizer_config.json`),
  });
}

const goldenPrompt = z.object({
  question: z.string(),
  prompt: z.string(),
  imageTokenId: z.number(),
  eosTokenIds: z.array(z.number()),
  imageLength: z.number(),
  textIds: z.tuple([z.array(z.number()), z.array(z.number())]),
  chatTemplate: z.string(),
  texts: z.array(z.object({ tokens: z.array(z.number()), text: z.string() })),
});
export type GoldenPrompt = z.infer<typeof goldenPrompt>;

export function fixturePrompt(name: string): GoldenPrompt {
  return goldenPrompt.parse(JSON.parse(fixtureText(`${name}.json`)));
}

/** Only what prompts are made of; the rest of a spec does not matter here. */
export function checkpointWith(options: {
  readonly imageTokenId: number;
  readonly chatTemplate: string | undefined;
  readonly family?: string;
  /** Of the embedding table; more than any of the tokenizers has. */
  readonly rows?: number;
}): Pick<Checkpoint, 'family' | 'spec' | 'chatTemplate'> {
  const spec: ModelSpec = {
    family: options.family ?? 'llava',
    name: 'small-model',
    vision: {
      layers: 2,
      executedLayers: 2,
      width: 8,
      heads: 2,
      headDim: 4,
      mlpWidth: 16,
      imageSize: 28,
      patchSize: 14,
      gridSide: 2,
      patches: 4,
      classToken: false,
      preNorm: false,
      patchBias: true,
      activation: 'gelu',
      normEpsilon: 1e-6,
    },
    projector: { activation: 'gelu', bias: true },
    text: {
      layers: 2,
      width: 8,
      heads: 2,
      kvHeads: 2,
      headDim: 4,
      mlpWidth: 16,
      vocabulary: options.rows ?? 10_000,
      ropeTheta: 10_000,
      normEpsilon: 1e-5,
      qkvBias: false,
      outBias: false,
      mlpBias: false,
      activation: 'silu',
      tiedHead: false,
      maxPositions: 2048,
    },
    preprocess: {
      backend: 'torchvision',
      rule: { kind: 'squash' },
      filter: 'bicubic',
      imageSize: 28,
      rescale: 1 / 255,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    },
    imageTokenId: options.imageTokenId,
    imageToken: '<image>',
  };
  return { family: llava, spec, chatTemplate: options.chatTemplate };
}

/** What the unmerged model reads, [N]: the image token stands as often as its image has positions. */
export function inputIds({ segments }: PromptPlan, imageTokenId: number): number[] {
  return segments.flatMap((segment) =>
    segment.kind === 'text' ? segment.ids : Array.from({ length: segment.length }, () => imageTokenId),
  );
}
