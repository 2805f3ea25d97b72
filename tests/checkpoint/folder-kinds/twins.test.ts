import { describe, expect, it } from 'vitest';
import { twinOf } from '../../../src-engine/checkpoint/folder-kinds/twins.ts';

describe('twinOf', () => {
  it.each([
    ['liuhaotian/llava-v1.5-7b', 'llava-hf/llava-1.5-7b-hf'],
    ['/models/llava-v1.6-34b/', 'llava-hf/llava-v1.6-34b-hf'],
    ['C:\\models\\llava-v1.6-mistral-7b', 'llava-hf/llava-v1.6-mistral-7b-hf'],
    ['lmms-lab/llava-onevision-qwen2-0.5b-ov', 'llava-hf/llava-onevision-qwen2-0.5b-ov-hf'],
    ['google/paligemma-3b-pt-224-jax', 'google/paligemma-3b-pt-224'],
    ['paligemma-3b-mix-448.f16', 'google/paligemma-3b-mix-448'],
  ])('of %s is %s', (name, twin) => {
    expect(twinOf(name)).toBe(twin);
  });

  it.each(['', '/', 'llava', 'my-llava-v1.5-7b-lora', 'paligemma-3b', 'toString'])(
    'is unknown of %j',
    (name) => {
      expect(twinOf(name)).toBeUndefined();
    },
  );
});
