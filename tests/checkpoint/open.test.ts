import { rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import {
  editJson,
  emptyFolder,
  goldenCopy,
  goldenModel,
  rawTensors,
  rejection,
  renameTensors,
  writeTensors,
} from '../support/scratch.ts';

describe('openCheckpoint', () => {
  it('opens the golden CLIP model: fp32, names of transformers 4, files of transformers 4', async () => {
    const { spec, weights, generation, chatTemplate, parameters, directory } = await openCheckpoint(
      goldenModel('llava15-clip'),
    );
    expect(directory).toBe(goldenModel('llava15-clip'));
    expect(spec).toMatchObject({
      family: 'llava',
      name: 'llava15-clip',
      imageToken: '<image>',
      imageTokenId: 400,
    });
    expect(spec.vision).toMatchObject({ layers: 6, executedLayers: 5, patches: 36, classToken: true });
    expect(spec.preprocess.rule).toEqual({ kind: 'centre-crop', shortestEdge: 84 });
    expect(weights.get('vision.position')).toMatchObject({ dtype: 'F32', shape: [37, 64] });
    expect(weights.has('vision.layers.4.mlp.down.bias')).toBe(true);
    expect(weights.has('vision.layers.5.mlp.down.bias')).toBe(false); // stored, but behind the feature layer
    expect(weights.names()).toHaveLength(128);
    expect(generation).toMatchObject({ eosTokenIds: [2] });
    expect(chatTemplate).toMatch(/^\{/u);
    expect(parameters).toBe(670_560);
  });

  it('opens the golden SigLIP model: bf16, tied head, names and files of transformers 5', async () => {
    const { spec, weights, parameters } = await openCheckpoint(goldenModel('llava15-siglip'));
    expect(spec.vision).toMatchObject({ layers: 5, executedLayers: 5, patches: 49, classToken: false });
    expect(spec.text).toMatchObject({ heads: 6, kvHeads: 2, tiedHead: true });
    expect(spec.preprocess.rule).toEqual({ kind: 'squash' });
    expect(weights.get('text.head')).toEqual(weights.get('text.embedding'));
    expect(weights.get('vision.patch.bias')).toMatchObject({ dtype: 'BF16', shape: [72] });
    expect(weights.has('vision.class')).toBe(false);
    expect(parameters).toBe(539_016);
  });

  const layouts: [string, (name: string) => string][] = [
    [
      'with model. before everything',
      (name) => `model.${name}`.replace('language_model.model.', 'language_model.'),
    ],
    ['of transformers 5', (name) => name.replace('vision_tower.vision_model.', 'vision_tower.')],
    [
      'of transformers 4.52 and later',
      (name) =>
        name
          .replace(/^language_model\.lm_head/u, 'lm_head')
          .replace(/^language_model\.model/u, 'model.language_model')
          .replace(/^(vision_tower|multi_modal_projector)/u, 'model.$1'),
    ],
  ];

  it.each(layouts.slice(1))('finds the same weights under the names %s', async (_, rename) => {
    const directory = await goldenCopy('llava15-clip');
    const before = await openCheckpoint(directory);
    await renameTensors(directory, rename);
    const after = await openCheckpoint(directory);
    expect(after.weights.names()).toEqual(before.weights.names());
    for (const name of before.weights.names()) {
      expect(after.weights.get(name).shape).toEqual(before.weights.get(name).shape);
    }
    expect(after.encoderFingerprint).toBe(before.encoderFingerprint);
  });

  it('opens fp16 weights', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const path = join(directory, 'model.safetensors');
    const halves = [...(await rawTensors(path))].map(
      ([name, tensor]) => [name, { ...tensor, dtype: 'F16' }] as const,
    );
    await writeTensors(path, new Map(halves));
    expect((await openCheckpoint(directory)).weights.get('text.norm.weight').dtype).toBe('F16');
  });

  it('never mentions tensors that it does not need', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const path = join(directory, 'model.safetensors');
    const tensors = await rawTensors(path);
    tensors.set('vision_tower.head.probe', { dtype: 'I64', shape: [1], bytes: Buffer.alloc(8) });
    await writeTensors(path, tensors);
    const { weights } = await openCheckpoint(directory);
    expect(weights.names()).toEqual((await openCheckpoint(goldenModel('llava15-siglip'))).weights.names());
  });

  it('names the first missing tensor and how many are missing', async () => {
    const directory = await goldenCopy('llava15-siglip');
    await renameTensors(directory, (name) => (name.includes('layers.2.mlp') ? undefined : name));
    expect(await rejection(openCheckpoint(directory))).toEqual({
      code: 'bad-checkpoint',
      message:
        "The weights have no tensor 'vision_tower.encoder.layers.2.mlp.fc1.weight' (7 of 117 needed tensors are missing); download the weights that belong to this config.json.",
    });
  });

  it('names a tensor whose shape config.json contradicts', async () => {
    const directory = await goldenCopy('llava15-siglip');
    await editJson(directory, 'config.json', { intermediate_size: 168 }, 'text_config');
    const { code, message } = await rejection(openCheckpoint(directory));
    expect(code).toBe('bad-checkpoint');
    expect(message).toContain(
      "'language_model.layers.0.mlp.gate_proj.weight' has the shape [176, 96] where config.json makes it [168, 96]",
    );
  });

  it('refuses weights of another element type', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const path = join(directory, 'model.safetensors');
    const tensors = [...(await rawTensors(path))].map(
      ([name, tensor]) => [name, { ...tensor, dtype: 'I16' }] as const,
    );
    await writeTensors(path, new Map(tensors));
    const { code, message } = await rejection(openCheckpoint(directory));
    expect(code).toBe('unsupported');
    expect(message).toContain('has the element type I16, but only F32, F16 and BF16 weights are read');
  });

  it('asks for the head where it is not tied', async () => {
    const directory = await goldenCopy('llava15-siglip');
    await editJson(directory, 'config.json', { tie_word_embeddings: false });
    await editJson(directory, 'config.json', { tie_word_embeddings: false }, 'text_config');
    expect((await rejection(openCheckpoint(directory))).message).toContain(
      "have no tensor 'lm_head.weight' (1 of 117",
    );
  });

  it('refuses to look up a tensor that no spec knows', async () => {
    const { weights } = await openCheckpoint(goldenModel('llava15-siglip'));
    expect(() => weights.get('text.layers.9.norm1.weight')).toThrow(
      "The weights have no tensor 'text.layers.9.norm1.weight'",
    );
    expect(weights.has('toString')).toBe(false);
  });

  it.each(['preprocessor_config.json', 'tokenizer.json', 'model.safetensors', 'config.json'])(
    'says in one sentence that %s is missing',
    async (file) => {
      const directory = await goldenCopy('llava15-clip');
      await rm(join(directory, file));
      const { code, message } = await rejection(openCheckpoint(directory));
      expect(code).toBe('bad-checkpoint');
      expect(message).toContain(file);
      expect(message).toMatch(/^[^\n]+\.$/u);
    },
  );

  it('needs neither generation_config.json nor a chat template nor tokenizer_config.json', async () => {
    const directory = await goldenCopy('llava15-clip');
    for (const file of ['generation_config.json', 'chat_template.json', 'tokenizer_config.json'])
      await rm(join(directory, file));
    const { chatTemplate, generation, tokenizer } = await openCheckpoint(directory);
    expect(chatTemplate).toBeUndefined();
    expect(generation.eosTokenIds).toEqual([2]);
    expect(tokenizer.config).toEqual({});
  });

  it('tells a missing folder and a file in its place apart', async () => {
    const directory = await emptyFolder();
    await writeFile(join(directory, 'file'), '');
    expect(await rejection(openCheckpoint(join(directory, 'nowhere')))).toEqual({
      code: 'bad-input',
      message: `There is no model folder '${join(directory, 'nowhere')}'; give the folder that holds config.json.`,
    });
    const { code, message } = await rejection(openCheckpoint(join(directory, 'file')));
    expect([code, message.includes('is a file and not a model folder')]).toEqual(['bad-input', true]);
  });

  it('is called after its folder, or after the repository in a download cache', async () => {
    const directory = await goldenCopy('llava15-siglip');
    expect((await openCheckpoint(directory)).spec.name).toBe(basename(directory));
    expect((await openCheckpoint(goldenModel('llava15-siglip'))).spec.name).toBe(
      basename(dirname(goldenModel('llava15-siglip'))),
    );
  });
});
