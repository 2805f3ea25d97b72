import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';
import { llavaNext } from '../../src-engine/families/llava-next.ts';
import { llavaOnevision } from '../../src-engine/families/llava-onevision.ts';
import { llava } from '../../src-engine/families/llava.ts';
import { paligemma } from '../../src-engine/families/paligemma.ts';
import { familyOf, supportedModelTypes } from '../../src-engine/families/registry.ts';
import { refusal } from '../support/scratch.ts';

const family = (value: unknown) => familyOf({ file: 'config.json', value });

describe('familyOf', () => {
  it('finds every supported model type', () => {
    for (const modelType of supportedModelTypes)
      expect(family({ model_type: modelType }).modelTypes).toContain(modelType);
  });

  it('names field, value and what is supported when it refuses', () => {
    expect(refusal(() => family({ model_type: 'xyz' }))).toEqual({
      code: 'unsupported',
      message: `config.json: model_type 'xyz' is not supported; supported: ${supportedModelTypes.join(', ')}.`,
    });
  });

  it.each([
    ['llama4', /joins every square of neighbouring patches .* after the encoder/u],
    ['internvl_chat', /InternVL in its own layout/u],
    ['glm4v', /takes images in any shape/u],
    ['perception_lm', /squares are averaged behind the projector/u],
    ['idefics2', /a fixed number of learned queries/u],
    ['mllama', /by cross-attention/u],
  ])('says why %s does not run', (modelType, reason) => {
    const { code, message } = refusal(() => family({ model_type: modelType }));
    expect(code).toBe('unsupported');
    expect(message).toMatch(reason);
    expect(message).toContain(`config.json: model_type '${modelType}' is not supported, because it`);
    expect(message).toMatch(/; supported: llava, /u);
    expect(message.match(/[.!?](?:\s|$)/gu)).toHaveLength(1);
  });

  it('makes of every random config an architecture of sane numbers or an EngineError', () => {
    const number = fc.oneof(
      fc.integer({ min: 1, max: 64 }),
      fc.constantFrom(0, -1, 1.5, 1e300, null, 'x', [7, 7]),
    );
    const keys = [
      'hidden_size',
      'intermediate_size',
      'num_hidden_layers',
      'num_attention_heads',
      'num_key_value_heads',
    ];
    const more = [
      'head_dim',
      'image_size',
      'patch_size',
      'vocab_size',
      'max_position_embeddings',
      'rope_theta',
    ];
    const part = (types: string[]) =>
      fc
        .tuple(
          fc.constantFrom(...types),
          fc.dictionary(fc.constantFrom(...keys, ...more), number, { maxKeys: 4 }),
        )
        .map(([modelType, numbers]) => ({ ...numbers, model_type: modelType }));
    const config = fc.record(
      {
        vision_config: fc.oneof(part(['clip_vision_model', 'siglip_vision_model', 'x']), fc.jsonValue()),
        text_config: fc.oneof(part(['llama', 'mistral', 'qwen2', 'gemma', 'x']), fc.jsonValue()),
        vision_feature_layer: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.jsonValue()),
        vision_feature_select_strategy: fc.constantFrom('default', 'full', 'x'),
        image_grid_pinpoints: fc.oneof(fc.array(fc.array(fc.integer({ min: 0, max: 2000 }))), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom(llava, llavaNext, llavaOnevision, paligemma), config, (family, value) => {
        try {
          const { vision, text } = family.architecture({ file: 'config.json', value });
          accepted++;
          expect(vision.executedLayers).toBeLessThanOrEqual(vision.layers);
          expect(vision.headDim * vision.heads).toBe(vision.width);
          expect(text.heads % text.kvHeads).toBe(0);
          const numbers = Object.values({ ...vision, ...text }).filter((field) => typeof field === 'number');
          expect(numbers.every((field) => field > 0 && Number.isFinite(field))).toBe(true);
        } catch (cause) {
          expect(cause).toBeInstanceOf(EngineError);
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect(accepted).toBeGreaterThan(20);
  });
});
