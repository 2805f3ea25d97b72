import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { inspectCheckpoint } from '../../src-engine/checkpoint/inspect.ts';
import { editJson, goldenCopy, goldenModel, rawTensors, writeTensors } from '../support/scratch.ts';

async function withTensors(names: readonly string[]): Promise<string> {
  const directory = await goldenCopy('llava15-clip');
  const path = join(directory, 'model.safetensors');
  const tensors = await rawTensors(path);
  for (const name of names) tensors.set(name, { dtype: 'F32', shape: [1], bytes: Buffer.alloc(4) });
  await writeTensors(path, tensors);
  return directory;
}

const notesOf = async (directory: string) => (await openCheckpoint(directory)).notes;

describe('tensors that are not used', () => {
  it('are none in the golden models', async () => {
    for (const name of ['llava15-clip', 'llava15-siglip', 'llava-next', 'onevision', 'paligemma'] as const) {
      expect(await notesOf(goldenModel(name))).toEqual([]);
    }
  });

  it('are not named where they are known and harmless', async () => {
    const directory = await withTensors([
      'vision_tower.vision_model.embeddings.position_ids',
      'vision_tower.vision_model.head.probe',
      'model.vision_tower.text_model.final_layer_norm.weight',
      'vision_tower.logit_scale',
      'vision_tower.visual_projection.weight',
      'language_model.model.layers.0.self_attn.rotary_emb.inv_freq',
      'mtp.fc.weight',
    ]);
    expect(await notesOf(directory)).toEqual([]);
  });

  it('are named by part of the model and explained where their names tell, in inspect too', async () => {
    const directory = await withTensors([
      'language_model.model.layers.1.self_attn.q_proj.lora_A.weight',
      'language_model.model.layers.1.self_attn.q_proj.lora_B.weight',
      'language_model.model.layers.7.input_layernorm.weight',
      'vision_tower.vision_model.encoder.layers.6.layer_norm1.weight',
      'multi_modal_projector.linear_3.weight',
      'image_newline',
      'time_embedding.weight',
    ]);
    const notes = [
      "2 tensors of the language model are not used, the first is 'language_model.model.layers.1.self_attn.q_proj.lora_A.weight': a LoRA that was not merged, so its training has no effect; merge it and save the model again.",
      "1 tensor of the language model is not used, 'language_model.model.layers.7.input_layernorm.weight': more layers than config.json says.",
      "1 tensor of the vision encoder is not used, 'vision_tower.vision_model.encoder.layers.6.layer_norm1.weight': more layers than config.json says.",
      "2 tensors of the projector are not used, the first is 'multi_modal_projector.linear_3.weight'.",
      "1 tensor under names that no part of this model has is not used, 'time_embedding.weight'.",
    ];
    expect(await notesOf(directory)).toEqual(notes);
    expect((await inspectCheckpoint(directory)).inspection.notes).toEqual(expect.arrayContaining(notes));
  });
});

describe('a head that config.json leaves open', () => {
  it('is the embedding in PaliGemma, as PaliGemmaConfig has it', async () => {
    const directory = await goldenCopy('paligemma');
    await editJson(directory, 'config.json', { tie_word_embeddings: undefined });
    await editJson(directory, 'config.json', { tie_word_embeddings: false }, 'text_config');
    expect((await openCheckpoint(directory)).spec.text.tiedHead).toBe(true);
  });
});
