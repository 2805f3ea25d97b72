import { describe, expect, it } from 'vitest';
import { residentBytes } from '../../src-engine/checkpoint/memory-needs.ts';
import { llavaNext } from '../../src-engine/families/llava-next.ts';
import { llavaOnevision } from '../../src-engine/families/llava-onevision.ts';
import { llava } from '../../src-engine/families/llava.ts';
import { paligemma } from '../../src-engine/families/paligemma.ts';
import { memoryFit } from '../../src-engine/inference/memory-fit.ts';
import { cacheBytes, memoryParts, viewsOf } from '../../src-engine/inference/memory-parts.ts';
import { memoryRoom } from '../../src-engine/runtime/memory.ts';

const config = (modelType: string, text: object = { max_position_embeddings: 32_768 }, vision?: object) => ({
  file: 'config.json',
  value: {
    model_type: modelType,
    text_config: text,
    ...(vision === undefined ? {} : { vision_config: vision }),
  },
});
const one = llava.architecture(config('llava'));
const next = llavaNext.architecture(config('llava_next'));
const shrunken = llavaOnevision.architecture(config('llava_onevision', { num_hidden_layers: 1 }));
const pali = paligemma.architecture(
  config(
    'paligemma',
    { model_type: 'gemma', max_position_embeddings: 8192 },
    { image_size: 896, patch_size: 14 },
  ),
);

describe('cacheBytes', () => {
  it('counts keys and values of every layer for an image at its most positions and 512 more', () => {
    expect(cacheBytes(one)).toBe(2 * 32 * 4096 * (576 + 512) * 4);
    expect(cacheBytes(next)).toBe(2 * 32 * 4096 * (5 * 576 + 512) * 4);
  });

  it('counts a shrunken grid by its cap, and a usual picture by two by two crops', () => {
    expect(cacheBytes(shrunken)).toBe(2 * 4096 * (10 * 729 + 512) * 4);
    expect(cacheBytes(shrunken, 'usual')).toBe(2 * 4096 * (5 * 729 + 512) * 4);
    expect([one, next, shrunken].map((spec) => viewsOf(spec, 'usual'))).toEqual([1, 5, 5]);
  });

  it('counts no more positions than the model has', () => {
    expect(cacheBytes(llava.architecture(config('llava', { max_position_embeddings: 600 })))).toBe(
      2 * 32 * 4096 * 600 * 4,
    );
  });
});

describe('memoryParts', () => {
  const parts = memoryParts(one, llava.tensors(one), 'fp32', 'usual');

  it('has the encoder of LLaVA-1.5 once, 23 layers of CLIP ViT-L/14-336', () => {
    const layer = 4 * 1024 ** 2 + 2 * 1024 * 4096;
    expect(parts.encoder).toBeGreaterThan(23 * layer * 4);
    expect(parts.encoder).toBeLessThan(23 * layer * 4 * 1.01);
  });

  it('has an encoder twice that is so small that merged and plain runs have sessions of their own', () => {
    const vision = {
      model_type: 'clip_vision_model',
      hidden_size: 64,
      intermediate_size: 128,
      num_hidden_layers: 3,
    };
    const small = llava.architecture(config('llava', {}, { ...vision, num_attention_heads: 4 }));
    const tensors = llava.tensors(small);
    const numbers = tensors
      .filter(({ name }) => name.startsWith('vision.'))
      .reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
    expect(memoryParts(small, tensors, 'fp32', 'usual').encoder).toBe(2 * 4 * numbers);
  });

  it('leaves the embedding in its file, but counts a head that is tied to it', () => {
    const of = (tied: boolean) => {
      const text = { model_type: 'gemma', tie_word_embeddings: tied };
      const spec = paligemma.architecture(config('paligemma', text));
      return memoryParts(spec, paligemma.tensors(spec), 'fp32', 'usual').decoder;
    };
    expect(of(true)).toBe(of(false));
    const linear = 32 * (4 * 4096 ** 2 + 3 * 4096 * 11008) + 32_064 * 4096;
    expect(parts.decoder).toBeGreaterThan(linear * 4);
    expect(parts.decoder).toBeLessThan(linear * 4 * 1.001); // the norms
  });

  it('has smaller linear layers below fp32, and nothing else smaller', () => {
    const small = memoryParts(one, llava.tensors(one), 'int4', 'usual');
    expect(small.decoder / parts.decoder).toBeCloseTo((0.5 + 4 / 32) / 4, 2); // 4 bits and a scale for 32 numbers
    expect({ ...small, decoder: 0 }).toEqual({ ...parts, decoder: 0 });
  });

  it("has the products of all heads where merging weighs tokens, and where PaliGemma's decoder reads 4,096 patches", () => {
    const { encoding, reading } = memoryParts(pali, paligemma.tensors(pali), 'fp32', 'usual');
    expect(encoding).toBeGreaterThan(pali.vision.heads * 4096 ** 2 * 4);
    expect(reading).toBeGreaterThan(2 * pali.text.heads * 4096 ** 2 * 4);
  });
});

describe('weights in int8', () => {
  const encoderOf = (int8Tower: boolean) =>
    memoryParts(one, llava.tensors(one), 'fp32', 'usual', { int8Tower }).encoder;

  it('of an encoder take a byte each in its blocks, and a number for every output', () => {
    const matrices = 23 * (4 * 1024 ** 2 + 2 * 1024 * 4096);
    const scales = 23 * (4 * 1024 + 4096 + 1024);
    expect(encoderOf(false) - encoderOf(true)).toBe(3 * matrices - 4 * scales);
  });

  it('of a language model take a ninth less with a scale for every output, but for the head', () => {
    const textOf = (int8Columns: boolean) => residentBytes(llava.tensors(one), 'int8', { int8Columns }).text;
    const layers = 32 * (4 * 4096 ** 2 + 3 * 4096 * 11_008);
    const scales = 32 * (4 * 4096 + 2 * 11_008 + 4096);
    expect(textOf(false) - textOf(true)).toBe(layers / 8 - 4 * scales);
  });
});

describe('memoryFit', () => {
  const fit = (available: number, total: number) =>
    memoryFit(one, llava.tensors(one), 'fp32', { available, total });
  const roomy = 1e12;
  const { needed } = fit(1, roomy);

  it('needs the sum of the parts, and two caches of earlier prompts in an eighth of the machine', () => {
    const parts = memoryParts(one, llava.tensors(one), 'fp32', 'usual');
    const sum = Object.values(parts).reduce((all, part) => all + part, 0);
    expect(needed).toBe(Math.ceil(sum + 2 * parts.cache));
    expect(fit(1, 800e6).needed).toBe(Math.ceil(sum + 100e6));
    expect(fit(1, roomy)).toEqual({
      precision: 'fp32',
      needed,
      largest: needed,
      available: 1,
      total: roomy,
      fits: 'tight',
    });
  });

  it('keeps no caches where a prompt sees itself whole: none could serve another question', () => {
    const tensors = paligemma.tensors(pali);
    const sum = Object.values(memoryParts(pali, tensors, 'fp32', 'usual')).reduce(
      (all, part) => all + part,
      0,
    );
    const room = { available: 1, total: roomy };
    expect(memoryFit(pali, tensors, 'fp32', room).needed).toBe(Math.ceil(sum));
  });

  it('says more for the largest pictures where a model cuts them into more views', () => {
    const { largest, needed: usual } = memoryFit(
      shrunken,
      llavaOnevision.tensors(shrunken),
      'fp32',
      memoryRoom(),
    );
    expect(largest).toBeGreaterThan(usual);
  });

  it('tells free memory from memory that others hold', () => {
    expect(fit(needed, needed).fits).toBe('yes');
    expect(fit(needed - 1, needed).fits).toBe('tight');
    expect(fit(needed - 1, needed - 1).fits).toBe('no');
  });
});

describe('memoryRoom', () => {
  const computer = { free: 16e9, total: 24e9 };

  it('is the computer’s without a limit', () => {
    expect(memoryRoom(computer, [])).toEqual({ available: 16e9, total: 24e9 });
    expect(memoryRoom(computer, [{ limit: 1e12, used: 0 }])).toEqual({ available: 16e9, total: 24e9 });
  });

  it('is what the narrowest limit leaves, which says that it is one', () => {
    const groups = [
      { limit: 12e9, used: 1e9 },
      { limit: 20e9, used: 15e9 },
    ];
    expect(memoryRoom(computer, groups)).toEqual({ available: 5e9, total: 12e9, limited: true });
  });

  it('is not more than others have left of the computer, and nothing where more than the limit is in use', () => {
    expect(memoryRoom({ free: 2e9, total: 24e9 }, [{ limit: 12e9, used: 1e9 }]).available).toBe(2e9);
    expect(memoryRoom(computer, [{ limit: 12e9, used: 13e9 }]).available).toBe(0);
  });

  it('is never more than the machine has', () => {
    const { available, total } = memoryRoom();
    expect(available).toBeGreaterThan(0);
    expect(available).toBeLessThanOrEqual(total);
  });
});
