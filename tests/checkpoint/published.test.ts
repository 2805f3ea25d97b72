import { describe, expect, it } from 'vitest';
import { inspectCheckpoint } from '../../src-engine/checkpoint/inspect.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { buildPrompt } from '../../src-engine/language/prompt.ts';
import { createTokenizer } from '../../src-engine/language/tokenizer.ts';
import { parametersOf, publishedFolder, publishedModels, savedTensors } from './published.ts';

const models = await publishedModels();
const named = models.map((model) => [model.name, model] as const);
const clip = { width: 1024, layers: 24, executedLayers: 23, patches: 576, classToken: true };
const siglip = { width: 1152, layers: 26, executedLayers: 26, patches: 729, classToken: false };
const llama3 = { width: 4096, kvHeads: 8, vocabulary: 128_320, ropeTheta: 500_000, maxPositions: 8192 };

interface Expected {
  readonly family: string;
  readonly vision: object;
  readonly text: object;
  readonly imageTokenId: number;
  readonly eosTokenIds: readonly number[];
  readonly prompt: string;
  readonly parameters: number; // that are stored; fewer run
}

const vicunaPrompt = 'USER: <image>\nWhat is it? ASSISTANT:';
const llama3Prompt = (begin: string) =>
  `${begin}<|start_header_id|>user<|end_header_id|>\n\n<image>\nWhat is it?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n`;
const chatml = '<|im_start|>user\n<image>\nWhat is it?<|im_end|>\n<|im_start|>assistant\n';

const expected: Readonly<Record<string, Expected>> = {
  'llava-hf/llava-1.5-7b-hf': {
    family: 'llava',
    vision: clip,
    text: { width: 4096, layers: 32, kvHeads: 32, vocabulary: 32_064, ropeTheta: 1e4, maxPositions: 4096 },
    imageTokenId: 32_000,
    eosTokenIds: [2],
    prompt: vicunaPrompt,
    parameters: 7_063_427_072,
  },
  'llava-hf/bakLlava-v1-hf': {
    family: 'llava',
    vision: clip,
    text: { mlpWidth: 14_336, kvHeads: 8, maxPositions: 4096 }, // Mistral v0.1 attends within a window of 4096
    imageTokenId: 32_000,
    eosTokenIds: [2],
    prompt: vicunaPrompt,
    parameters: 7_566_743_552,
  },
  'llava-hf/llava-v1.6-mistral-7b-hf': {
    family: 'llava-next',
    vision: clip,
    text: { kvHeads: 8, ropeTheta: 1e6, maxPositions: 32_768 }, // v0.2 has no window
    imageTokenId: 32_000,
    eosTokenIds: [2],
    prompt: '<s>[INST] <image>\nWhat is it? [/INST]', // a template for text alone
    parameters: 7_566_747_648,
  },
  'llava-hf/llava-v1.6-vicuna-7b-hf': {
    family: 'llava-next',
    vision: clip,
    text: { kvHeads: 32, maxPositions: 4096 },
    imageTokenId: 32_000,
    eosTokenIds: [2],
    prompt: vicunaPrompt,
    parameters: 7_063_431_168,
  },
  'llava-hf/llava-v1.6-34b-hf': {
    family: 'llava-next',
    vision: clip,
    text: {
      width: 7168,
      layers: 60,
      heads: 56,
      kvHeads: 8,
      headDim: 128,
      ropeTheta: 5e6,
      maxPositions: 4096,
    },
    imageTokenId: 64_000,
    eosTokenIds: [7],
    prompt: chatml,
    parameters: 34_752_083_968,
  },
  'llava-hf/llama3-llava-next-8b-hf': {
    family: 'llava-next',
    vision: clip,
    text: llama3,
    imageTokenId: 128_256,
    eosTokenIds: [128_001, 128_009],
    prompt: llama3Prompt('<|begin_of_text|>'),
    parameters: 8_355_276_800,
  },
  'xtuner/llava-llama-3-8b-v1_1-transformers': {
    family: 'llava',
    vision: clip,
    text: llama3,
    imageTokenId: 128_257,
    eosTokenIds: [128_001],
    prompt: llama3Prompt('<|begin_of_text|>'),
    parameters: 8_355_272_704,
  },
  'llava-hf/llava-onevision-qwen2-0.5b-ov-hf': {
    family: 'llava-onevision',
    vision: siglip,
    text: {
      width: 896,
      kvHeads: 2,
      vocabulary: 152_000,
      tiedHead: true,
      qkvBias: true,
      maxPositions: 32_768,
    },
    imageTokenId: 151_646,
    eosTokenIds: [151_645, 151_643],
    prompt: '<|im_start|>user <image>\nWhat is it?<|im_end|><|im_start|>assistant\n',
    parameters: 893_675_552,
  },
  'llava-hf/llava-onevision-qwen2-7b-ov-hf': {
    family: 'llava-onevision',
    vision: siglip,
    text: { width: 3584, kvHeads: 4, vocabulary: 152_128, tiedHead: false, maxPositions: 32_768 },
    imageTokenId: 151_646,
    eosTokenIds: [151_645, 151_643],
    prompt: '<|im_start|>user <image>\nWhat is it?<|im_end|><|im_start|>assistant\n',
    parameters: 8_030_807_584,
  },
  'llava-hf/llava-interleave-qwen-0.5b-hf': {
    family: 'llava',
    vision: siglip,
    text: { width: 1024, kvHeads: 16, tiedHead: true, qkvBias: true, maxPositions: 32_768 },
    imageTokenId: 151_646,
    eosTokenIds: [151_645, 151_643],
    prompt: chatml,
    parameters: 864_031_264,
  },
  'trl-internal-testing/tiny-LlavaForConditionalGeneration': {
    family: 'llava',
    vision: { width: 16, layers: 2, executedLayers: 1, patches: 576 },
    text: { width: 16, heads: 4, kvHeads: 2, headDim: 128, mlpWidth: 11_008, vocabulary: 32_064 },
    imageTokenId: 32_000,
    eosTokenIds: [2],
    prompt: vicunaPrompt,
    parameters: 2_423_984,
  },
};

/** Needs files that are larger than they are: elsewhere a declared length may take real space. */
const sparse = process.platform === 'linux' || process.platform === 'darwin';

const inspect = async (directory: string) => (await inspectCheckpoint(directory)).inspection;

describe.skipIf(!sparse)('published checkpoints', () => {
  it('are all expected here, each with its number of parameters', () => {
    expect(models.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
    for (const model of models)
      expect(parametersOf(savedTensors(model)), model.name).toBe(expected[model.name]?.parameters);
  });

  it.each(named)('%s opens as it is and asks as its authors do', async (name, model) => {
    const checkpoint = await openCheckpoint(await publishedFolder(model));
    const { family, vision, text, imageTokenId, eosTokenIds, prompt } = expected[name]!;
    expect(checkpoint.spec).toMatchObject({ family, vision, text, imageTokenId, imageToken: '<image>' });
    expect(checkpoint.generation.eosTokenIds).toEqual(eosTokenIds);
    const plan = buildPrompt({
      checkpoint,
      tokenizer: createTokenizer(checkpoint.tokenizer),
      question: 'What is it?',
      imageLengths: [checkpoint.spec.vision.patches],
    });
    expect(plan.text).toBe(prompt);
    expect(plan.notes.some((note) => note.includes('has no chat template'))).toBe(name.includes('bakLlava'));
    const places = plan.segments.filter(({ kind }) => kind === 'image');
    expect(places).toEqual([{ kind: 'image', index: 0, length: checkpoint.spec.vision.patches }]);
  });

  it.each(named)(
    '%s needs no layers behind the feature layer, no final norm, and no vision head',
    async (_, model) => {
      const used =
        model.config.vision_config.num_hidden_layers + (expected[model.name]!.vision === siglip ? 0 : -1);
      const needed = (name: string) =>
        !name.includes('post_layernorm') &&
        !name.startsWith(`vision_tower.vision_model.encoder.layers.${used}.`);
      const whole = await inspect(await publishedFolder(model));
      const bare = await inspect(
        await publishedFolder(model, (tensors) => tensors.filter(([name]) => needed(name))),
      );
      expect(bare).toEqual(whole);
      expect(whole.reason).toBeUndefined();
      const stored = savedTensors(model).filter(([name]) => needed(name));
      expect(whole.parameters).toBe(parametersOf(stored));
    },
  );

  it.each(named)(
    '%s opens under the names of transformers 4.52, with a stray head and buffers',
    async (_, model) => {
      const renamed = await publishedFolder(model, (tensors) => [
        ...tensors.map(([name, shape]): [string, number[]] => [
          name
            .replace(/^language_model\.lm_head/u, 'lm_head')
            .replace(/^language_model\.model/u, 'model.language_model')
            .replace(/^(?=vision_tower|multi_modal_projector|image_newline)/u, 'model.'),
          shape,
        ]),
        ['model.vision_tower.vision_model.head.probe', [1, 1, 16]],
        ['model.vision_tower.vision_model.embeddings.position_ids', [1, 577]],
        ['model.language_model.layers.0.self_attn.rotary_emb.inv_freq', [64]],
      ]);
      const { spec, weights } = await openCheckpoint(renamed);
      expect(weights.has('vision.layers.0.norm1.bias')).toBe(true);
      expect(weights.names().every((name) => weights.has(name))).toBe(true);
      expect(spec.family).toBe(expected[model.name]?.family);
    },
  );
});
