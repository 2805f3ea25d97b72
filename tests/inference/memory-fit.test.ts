import { describe, expect, it } from 'vitest';
import { llavaNext } from '../../src-engine/families/llava-next.ts';
import { llavaOnevision } from '../../src-engine/families/llava-onevision.ts';
import { llava } from '../../src-engine/families/llava.ts';
import { cacheBytes, memoryFit } from '../../src-engine/inference/memory-fit.ts';
import { memoryRoom } from '../../src-engine/runtime/memory.ts';

const config = (modelType: string, text: object = { max_position_embeddings: 32_768 }) => ({
  file: 'config.json',
  value: { model_type: modelType, text_config: text },
});
const one = llava.architecture(config('llava'));

describe('cacheBytes', () => {
  it('counts keys and values of every layer for an image at its most positions and 512 more', () => {
    expect(cacheBytes(one)).toBe(2 * 32 * 4096 * (576 + 512) * 4);
    expect(cacheBytes(llavaNext.architecture(config('llava_next')))).toBe(
      2 * 32 * 4096 * (5 * 576 + 512) * 4,
    );
  });

  it('counts a shrunken grid by its cap', () => {
    const onevision = llavaOnevision.architecture(config('llava_onevision', { num_hidden_layers: 1 }));
    expect(cacheBytes(onevision)).toBe(2 * 4096 * (10 * 729 + 512) * 4);
  });

  it('counts no more positions than the model has', () => {
    expect(cacheBytes(llava.architecture(config('llava', { max_position_embeddings: 600 })))).toBe(
      2 * 32 * 4096 * 600 * 4,
    );
  });
});

describe('memoryFit', () => {
  const cache = cacheBytes(one);

  it('needs a tenth more than the weights, and the cache', () => {
    expect(memoryFit(one, 1000, 'int8', { available: 1, total: 2 })).toEqual({
      precision: 'int8',
      needed: 1100 + cache,
      available: 1,
      total: 2,
      fits: 'no',
    });
  });

  it('tells free memory from memory that others hold', () => {
    const fits = (available: number, total: number) => memoryFit(one, 0, 'fp32', { available, total }).fits;
    expect(fits(cache, cache)).toBe('yes');
    expect(fits(cache - 1, cache)).toBe('tight');
    expect(fits(cache - 1, cache - 1)).toBe('no');
  });
});

describe('memoryRoom', () => {
  it('is never more than the machine has', () => {
    const { available, total } = memoryRoom();
    expect(available).toBeGreaterThan(0);
    expect(available).toBeLessThanOrEqual(total);
  });
});
