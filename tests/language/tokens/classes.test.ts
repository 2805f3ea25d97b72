import { describe, expect, it } from 'vitest';
import { readBy } from '../../../src-engine/language/tokens/classes.ts';

describe('readBy', () => {
  // AutoTokenizer of transformers 5.24: the class that tokenizer_config.json names is the one registered for qwen3_vl.
  it('reads Qwen3-VL by the class that its published files name', () => {
    expect(readBy('qwen3_vl', 'Qwen2Tokenizer', {})).toMatchObject({
      kind: 'class',
      rebuilds: { name: 'Qwen2Tokenizer' },
    });
    expect(readBy('qwen3_vl', 'TokenizersBackend', {})).toEqual({ kind: 'file' });
  });
});
