import { describe, expect, it } from 'vitest';
import { byReducedName, reducedName } from '../../../src-engine/families/parts/tensor-names.ts';
import { refusal } from '../../support/scratch.ts';

const tensor = { file: '/x', dtype: 'F32', shape: [1], offset: 0, bytes: 4 } as const;

describe('reducedName', () => {
  it.each([
    ['vision_tower.vision_model.embeddings.class_embedding', 'vision_tower.embeddings.class_embedding'],
    ['vision_tower.embeddings.class_embedding', 'vision_tower.embeddings.class_embedding'],
    ['model.vision_tower.vision_model.pre_layrnorm.bias', 'vision_tower.pre_layrnorm.bias'],
    ['model.vision_tower.encoder.layers.3.mlp.fc1.bias', 'vision_tower.encoder.layers.3.mlp.fc1.bias'],
    ['language_model.model.layers.0.mlp.up_proj.weight', 'language_model.layers.0.mlp.up_proj.weight'],
    ['model.language_model.layers.0.mlp.up_proj.weight', 'language_model.layers.0.mlp.up_proj.weight'],
    ['language_model.lm_head.weight', 'lm_head.weight'],
    ['lm_head.weight', 'lm_head.weight'],
    ['model.multi_modal_projector.linear_1.bias', 'multi_modal_projector.linear_1.bias'],
    ['model.image_newline', 'image_newline'],
    ['image_newline', 'image_newline'],
    ['model.layers.0.mlp.up_proj.weight', 'language_model.layers.0.mlp.up_proj.weight'],
    ['model.embed_tokens.weight', 'language_model.embed_tokens.weight'],
    ['model.norm.weight', 'language_model.norm.weight'],
    ['model.mm_projector.0.weight', 'multi_modal_projector.linear_1.weight'],
    ['model.mm_projector.2.bias', 'multi_modal_projector.linear_2.bias'],
    ['model.vision_tower.vision_tower.vision_model.pre_layrnorm.bias', 'vision_tower.pre_layrnorm.bias'],
  ])('reduces %s', (stored, reduced) => {
    expect(reducedName(stored)).toBe(reduced);
  });

  it('leaves foreign names as they are', () => {
    for (const name of [
      'model.mm_projector.1.weight',
      'model.image_newline.x',
      'x.vision_tower.vision_model.y',
    ]) {
      expect(reducedName(name)).toBe(name);
    }
  });
});

describe('byReducedName', () => {
  it('ignores what is not wanted, also under two names', () => {
    const index = new Map([
      ['lm_head.weight', tensor],
      ['language_model.lm_head.weight', tensor],
      ['image_newline', tensor],
    ]);
    expect([...byReducedName(index, new Set(['image_newline']), reducedName).keys()]).toEqual([
      'image_newline',
    ]);
  });

  it('refuses a wanted tensor that is there under two names', () => {
    const index = new Map([
      ['lm_head.weight', tensor],
      ['language_model.lm_head.weight', tensor],
    ]);
    expect(refusal(() => byReducedName(index, new Set(['lm_head.weight']), reducedName)).message).toBe(
      "The weights hold 'lm_head.weight' and 'language_model.lm_head.weight', two names of one tensor; save the model again so that one remains.",
    );
  });
});
