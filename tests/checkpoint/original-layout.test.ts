import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectCheckpoint } from '../../src-engine/checkpoint/inspect.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { createTokenizer } from '../../src-engine/language/tokenizer.ts';
import { originalModel } from './original.ts';
import {
  editJson,
  goldenCopy,
  goldenModel,
  rawTensors,
  rejection,
  writeTensors,
} from '../support/scratch.ts';

const inspect = async (directory: string) => (await inspectCheckpoint(directory)).inspection;

describe('a model in the layout of LLaVA’s own code', () => {
  it('is the same model as in the Hugging Face layout, from two folders', async () => {
    const { model, tower } = await originalModel();
    const original = await openCheckpoint(model);
    const golden = await openCheckpoint(goldenModel('llava15-clip'));
    // The golden tokenizer has <image> at 400; here it takes the first free id.
    expect(original.spec).toEqual({ ...golden.spec, name: 'llava-v1.5-tiny', imageTokenId: 402 });
    expect(original.encoderFingerprint).toBe(golden.encoderFingerprint);
    expect(original.parameters).toBe(golden.parameters);
    expect(original.generation).toEqual(golden.generation);
    expect(original.weights.names()).toEqual(golden.weights.names());
    expect(original.weights.get('vision.class').file).toBe(join(tower, 'model.safetensors'));
    expect(original.weights.get('projector.linear2.bias').file).toBe(join(model, 'model.safetensors'));
    for (const tensor of golden.weights.names()) {
      const bytes = async ({ file, offset, bytes: length }: ReturnType<typeof golden.weights.get>) =>
        (await readFile(file)).subarray(offset, offset + length).toString('hex');
      expect(await bytes(original.weights.get(tensor)), tensor).toBe(await bytes(golden.weights.get(tensor)));
    }
  });

  it('finds the tower beside the model, in it, at an absolute path, and in a download cache', async () => {
    const { parent, model, tower } = await originalModel();
    const towerOf = async () => (await openCheckpoint(model)).weights.get('vision.class').file;
    const inside = join(model, 'clip-vit-tiny-patch14');
    await rename(tower, inside);
    expect(await towerOf()).toBe(join(inside, 'model.safetensors'));
    const elsewhere = join(parent, 'elsewhere');
    await rename(inside, elsewhere);
    await editJson(model, 'config.json', { mm_vision_tower: elsewhere });
    expect(await towerOf()).toBe(join(elsewhere, 'model.safetensors'));
  });

  it('finds both in a download cache, by the commits that its branches name', async () => {
    const { parent, model, tower } = await originalModel();
    const cached = async (repository: string, from: string): Promise<string> => {
      const folder = join(parent, 'hub', repository);
      await mkdir(join(folder, 'snapshots'), { recursive: true });
      await mkdir(join(folder, 'snapshots', '0000000'));
      await mkdir(join(folder, 'refs'));
      await writeFile(join(folder, 'refs', 'main'), 'abcdef1\n');
      await rename(from, join(folder, 'snapshots', 'abcdef1'));
      return folder;
    };
    const folder = await cached('models--liuhaotian--llava-tiny', model);
    await cached('models--openai--clip-vit-tiny-patch14', tower);
    const { spec, directory, weights } = await openCheckpoint(folder);
    expect([spec.name, directory]).toEqual(['liuhaotian/llava-tiny', join(folder, 'snapshots', 'abcdef1')]);
    expect(weights.get('vision.class').file).toContain(
      join('models--openai--clip-vit-tiny-patch14', 'snapshots', 'abcdef1'),
    );
  });

  it('says in one sentence which folder is missing and where it was looked for', async () => {
    const { parent, model, tower } = await originalModel();
    await rm(tower, { recursive: true });
    const { code, message } = await rejection(openCheckpoint(model));
    expect(code).toBe('bad-checkpoint');
    expect(message).toContain(
      `The folder of the vision tower 'openai/clip-vit-tiny-patch14' (mm_vision_tower in config.json) is missing; it was looked for at '${join(parent, 'clip-vit-tiny-patch14')}', '${join(model, 'clip-vit-tiny-patch14')}', '`,
    );
    expect(message).toContain(join('hub', 'models--openai--clip-vit-tiny-patch14'));
    expect(message).toMatch(/; put that model, as safetensors, beside this one\.$/u);
    expect(await inspect(model)).toMatchObject({ supported: false, reason: message });
  });

  it('says which of the two folders has only pickled weights', async () => {
    const { model, tower } = await originalModel();
    await rename(join(tower, 'model.safetensors'), join(tower, 'pytorch_model.bin'));
    const { code, message } = await rejection(openCheckpoint(model));
    expect(code).toBe('unsupported');
    expect(message).toContain(
      `In the vision tower's folder '${tower}': The folder has its weights only as pytorch_model.bin`,
    );
    await rename(join(model, 'model.safetensors'), join(model, 'pytorch_model.bin'));
    expect((await rejection(openCheckpoint(model))).message).toMatch(/^The folder has its weights only as/u);
  });

  it('is LLaVA-NeXT, its tower taken from its own file, where images are cut into views as in LLaVA-1.6', async () => {
    const { model } = await originalModel('llava-next');
    const original = await openCheckpoint(model);
    const golden = await openCheckpoint(goldenModel('llava-next'));
    expect(original.spec).toEqual({ ...golden.spec, name: 'llava-v1.5-tiny', imageTokenId: 402 });
    expect(original.weights.get('vision.class').file).toBe(join(model, 'model.safetensors'));
    expect(original.encoderFingerprint).toBe(golden.encoderFingerprint);
    await editJson(model, 'config.json', {
      model_type: 'llava_mistral',
      architectures: ['LlavaMistralForCausalLM'],
      sliding_window: null,
    });
    const mistral = await openCheckpoint(model);
    expect(mistral.spec.text).toEqual(golden.spec.text);
    expect([original, mistral].map(({ commonForm }) => commonForm?.inWords?.split(',')[0])).toEqual([
      'vicuna_v1',
      'mistral_instruct',
    ]);
  });

  it('is LLaVA-OneVision, without video, where its grid is shrunk: SigLIP without its last block, Qwen2', async () => {
    const { model } = await originalModel('onevision');
    const original = await openCheckpoint(model);
    const golden = await openCheckpoint(goldenModel('onevision'));
    const { video, ...same } = golden.spec;
    expect(video).toBeDefined();
    const { imageTokenId } = original.spec;
    expect(original.spec).toEqual({ ...same, name: 'llava-v1.5-tiny', imageTokenId });
    // Calibrations of one layout serve the other.
    expect(original.encoderFingerprint).toBe(golden.encoderFingerprint);
    expect(original.commonForm?.inWords).toContain('qwen_1_5');
  });

  it('takes no other tower for OneVision, and says so', async () => {
    const { model, tower } = await originalModel('onevision');
    await editJson(tower, 'config.json', { model_type: 'clip' });
    expect((await rejection(openCheckpoint(model))).message).toMatch(
      /model_type 'clip' with num_hidden_layers \d is not supported as the vision tower of an original LLaVA-OneVision model; supported: siglip, siglip_vision_model\.$/u,
    );
  });

  /** q, k and v of every layer get a bias of 0.7, as Qwen2 has them. */
  async function addBiases(path: string): Promise<void> {
    const tensors = await rawTensors(path);
    for (const [name, { shape }] of [...tensors]) {
      if (!/layers\.\d+\.self_attn\.[qkv]_proj\.weight$/u.test(name) || name.includes('vision')) continue;
      const [rows = 0] = shape;
      const bytes = Buffer.from(new Float32Array(rows).fill(0.7).buffer);
      tensors.set(name.replace('.weight', '.bias'), { dtype: 'F32', shape: [rows], bytes });
    }
    await writeTensors(path, tensors);
  }

  it.each([
    ['llava', ['LlavaQwenForCausalLM']],
    ['llava_qwen', undefined],
  ])('has the decoder of its class: %s by %j is Qwen2, with its biases', async (type, architectures) => {
    const { model } = await originalModel();
    await addBiases(join(model, 'model.safetensors'));
    await editJson(model, 'config.json', { model_type: type, architectures });
    const original = await openCheckpoint(model);
    const inOtherLayout = await goldenCopy('llava15-clip');
    await addBiases(join(inOtherLayout, 'model.safetensors'));
    await editJson(inOtherLayout, 'config.json', { model_type: 'qwen2' }, 'text_config');
    const expected = await openCheckpoint(inOtherLayout);
    expect(original.spec.text).toEqual({ ...expected.spec.text, maxPositions: 4096 });
    expect(original.spec.text.qkvBias).toBe(true);
    expect(original.weights.get('text.layers.3.attention.query.bias').shape).toEqual([96]);
    expect(original.notes).toEqual([]);
    // conv_templates['qwen_1_5'] of LLaVA-NeXT.
    expect(original.commonForm?.inWords).toContain('qwen_1_5');
  });

  it.each(['LlavaMptForCausalLM', 'LlavaMixtralForCausalLM', 'LlavaGemmaForCausalLM'])(
    'is refused by its class where that has a decoder that does not run: %s',
    async (name) => {
      const { model } = await originalModel();
      for (const model_type of ['llava', 'llava_x']) {
        await editJson(model, 'config.json', { model_type, architectures: [name] });
        expect(await rejection(openCheckpoint(model))).toEqual({
          code: 'unsupported',
          message: `config.json: architectures '${name}' is not supported; supported: LlavaLlamaForCausalLM, LlavaMistralForCausalLM, LlavaQwenForCausalLM, LlavaQwen2ForCausalLM.`,
        });
      }
    },
  );

  it('pads images to squares of the mean colour where the original did', async () => {
    const { model } = await originalModel();
    await editJson(model, 'config.json', { image_aspect_ratio: 'pad' });
    expect((await openCheckpoint(model)).spec.preprocess).toMatchObject({
      padColour: [122, 116, 104],
      rule: { kind: 'centre-crop', shortestEdge: 84 },
    });
  });

  it.each([
    [
      { mm_projector_type: 'linear' },
      "mm_projector_type 'linear' is not supported; supported: 'mlp2x_gelu'.",
    ],
    [{ mm_projector_type: null }, "mm_projector_type 'linear' is not supported"],
    [{ mm_resampler_type: 'perceiver' }, "mm_resampler_type 'perceiver' is not supported; supported: null."],
    [{ mm_use_im_start_end: true }, 'mm_use_im_start_end true is not supported; supported: false.'],
    [
      { image_aspect_ratio: 'highres' },
      "image_aspect_ratio 'highres' with mm_patch_merge_type 'flat' is not supported; supported: 'square' with 'flat', 'pad' with 'flat', 'anyres' with 'spatial_unpad', 'anyres_max_9' with 'spatial_unpad'.",
    ],
    [{ mm_vision_select_feature: 'cls_patch' }, "vision_feature_select_strategy 'full' is not supported"],
    [{ quantization_config: { bits: 4 } }, 'quantization_config says that the weights are quantised'],
    [{ rope_scaling: { type: 'yarn' } }, "text_config.rope_scaling of type 'yarn' is not supported"],
  ])('refuses %j by field and value', async (change, fact) => {
    const { model } = await originalModel();
    await editJson(model, 'config.json', change);
    const { code, message } = await rejection(openCheckpoint(model));
    expect(code).toBe('unsupported');
    expect(message).toContain(fact);
    expect(message).toMatch(/^config\.json[^\n]*\.$/u);
  });

  it.each([
    [
      { mm_vision_select_layer: 'last' },
      "config.json: mm_vision_select_layer is 'last', but must be one layer number",
    ],
    [{ hidden_size: 0 }, 'config.json (original LLaVA layout): text_config.hidden_size is 0, but must be'],
    [
      { mm_vision_tower: '..' },
      "The folder of the vision tower '..' (mm_vision_tower in config.json) is missing",
    ],
    [{ mm_vision_tower: '//server/share' }, "the vision tower '//server/share'"],
    [{ mm_vision_tower: '' }, 'it was looked for at nowhere, as it names no folder'],
  ])('refuses %j as damage', async (change, fact) => {
    const { model } = await originalModel();
    await editJson(model, 'config.json', change);
    const { code, message } = await rejection(openCheckpoint(model));
    expect(code).toBe('bad-checkpoint');
    expect(message).toContain(fact);
  });

  it('refuses a tower that is no CLIP model', async () => {
    const { model, tower } = await originalModel();
    await editJson(tower, 'config.json', { model_type: 'siglip' });
    expect((await rejection(openCheckpoint(model))).message).toBe(
      "config.json of the vision tower: model_type 'siglip' is not supported as the vision tower of an original LLaVA model; supported: clip, clip_vision_model.",
    );
  });

  it('says what to do where the tokenizer is only a SentencePiece model', async () => {
    const { model } = await originalModel();
    await rename(join(model, 'tokenizer.json'), join(model, 'tokenizer.model'));
    expect((await rejection(openCheckpoint(model))).message).toBe(
      'The folder has no tokenizer.json; tokenizer.model alone is not read: save the tokenizer again with transformers (AutoTokenizer, save_pretrained).',
    );
  });

  it('survives a tower folder that is a link to itself', async () => {
    const { model, tower } = await originalModel();
    await rm(tower, { recursive: true });
    await symlink(tower, tower);
    expect((await rejection(openCheckpoint(model))).message).toContain('is missing; it was looked for at');
  });

  it('reads the text around an image as the original does: each piece as a prompt of its own', async () => {
    const { model } = await originalModel();
    const { tokenizer, spec } = await openCheckpoint(model);
    const reader = createTokenizer(tokenizer);
    const whole = reader.encode('USER: <image>\nWhat is this? ASSISTANT:');
    const [before, after] = [reader.encode('USER: '), reader.encode('\nWhat is this? ASSISTANT:')];
    expect(whole).toEqual([...before, spec.imageTokenId, ...after.slice(1)]); // one begin token
  });
});
