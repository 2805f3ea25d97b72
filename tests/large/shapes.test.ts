import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerResult, Engine, ReductionRequest } from '../../src-engine/engine.ts';
import type { LargeShape } from './random-checkpoint.ts';
import { writeRandomCheckpoint } from './random-checkpoint.ts';

const root = path.join(import.meta.dirname, '../..');
const fixture = (name: string) => path.join(root, 'tests/fixtures/golden', name, 'model');
const photo = path.join(root, 'assets/photos/coffee.jpg');

const square = (side: number) => ({ height: side, width: side });

/** CLIP ViT-L/14-336 whole; a 7B-shaped Llama cut to two layers. */
const llava: LargeShape = {
  like: fixture('llava15-clip'),
  config: { image_seq_length: 576 },
  vision: {
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 24,
    num_attention_heads: 16,
    image_size: 336,
  },
  text: {
    hidden_size: 4096,
    intermediate_size: 11008,
    num_hidden_layers: 2,
    num_attention_heads: 32,
    num_key_value_heads: 32,
    head_dim: 128,
    vocab_size: 32064,
  },
  processor: { size: { shortest_edge: 336 }, crop_size: square(336) },
};

const pinpoints = Array.from({ length: 36 }, (_, i) => [384 * (1 + Math.floor(i / 6)), 384 * (1 + (i % 6))]);

/** SigLIP so400m/14-384 and the 0.5B Qwen2, both whole. */
const onevision: LargeShape = {
  like: fixture('onevision'),
  config: { image_grid_pinpoints: pinpoints },
  vision: {
    hidden_size: 1152,
    intermediate_size: 4304,
    num_hidden_layers: 26,
    num_attention_heads: 16,
    image_size: 384,
  },
  text: {
    hidden_size: 896,
    intermediate_size: 4864,
    num_hidden_layers: 24,
    num_attention_heads: 14,
    num_key_value_heads: 2,
    head_dim: 64,
    vocab_size: 152_000,
    tie_word_embeddings: true,
    max_position_embeddings: 32_768,
  },
  processor: { size: square(384), image_grid_pinpoints: pinpoints },
};

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

describe.each([
  ['llava-1.5-7b, text cut to 2 layers', llava, 576],
  ['llava-onevision-0.5b', onevision, 729],
] as const)('%s in its full shapes', (name, shape, patches) => {
  let folder: string;
  let engine: Engine;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-large-'));
    const bytes = await writeRandomCheckpoint(folder, shape);
    engine = await createEngine({ device: 'cpu' });
    const started = performance.now();
    const info = await engine.load({ directory: folder });
    expect(info.tokensPerView).toBe(patches);
    console.log(
      `${name}: ${megabytes(bytes)} of weights, vision encoder loaded in ${((performance.now() - started) / 1000).toFixed(1)} s, ` +
        `resident ${megabytes(process.memoryUsage.rss())}`,
    );
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  it.each<[string, ReductionRequest]>([
    ['all tokens', { method: 'none' }],
    ['exactly 15 %', { method: 'tome', budget: { kind: 'tokens', tokens: Math.round(0.15 * patches) } }],
  ])('answers with %s', async (words, reduction) => {
    let result: AnswerResult | undefined;
    const events = engine.answer({
      visual: { kind: 'images', images: [{ kind: 'file', path: photo }] },
      question: 'What is it?',
      reduction,
      virtualUnmerging: true,
      maxNewTokens: 4,
    });
    for await (const event of events) if (event.kind === 'done') result = event.result;
    const { timings, visualTokens, fullVisualTokens, peakMemoryBytes } = result!;
    expect(visualTokens).toBeLessThanOrEqual(fullVisualTokens);
    expect(result!.tokens.length).toBeGreaterThan(0);
    console.log(
      `${name}, ${words}: ${visualTokens} of ${fullVisualTokens} visual tokens, encode ${timings.encodeMs.toFixed(0)} ms, ` +
        `prefill ${timings.prefillMs.toFixed(0)} ms, ${timings.tokensPerSecond.toFixed(1)} tokens/s, peak ${megabytes(peakMemoryBytes)}`,
    );
  });
});
