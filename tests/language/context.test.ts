import { describe, expect, it } from 'vitest';
import { answerLimit } from '../../src-engine/language/context.ts';
import { thrown } from './thrown.ts';

const prompt = { positions: 264, imagePositions: 256, maxPositions: 300, usual: 64 };

describe('answerLimit', () => {
  it('takes the usual length, or what room is left', () => {
    expect(answerLimit({ ...prompt, maxPositions: 1024, requested: undefined })).toBe(64);
    expect(answerLimit({ ...prompt, requested: undefined })).toBe(36);
  });

  it('keeps what was asked for, up to the last position', () => {
    expect(answerLimit({ ...prompt, requested: 36 })).toBe(36);
  });

  it('refuses more than fits, with all three numbers', () => {
    expect(thrown(() => answerLimit({ ...prompt, requested: 37 }))).toEqual({
      code: 'too-long',
      message:
        "The prompt needs 264 positions and 37 new tokens do not fit the model's 300; allow at most 36 new tokens, or shorten the question.",
    });
  });

  it('refuses a prompt that fills the context', () => {
    expect(thrown(() => answerLimit({ ...prompt, maxPositions: 264, requested: undefined }))).toEqual({
      code: 'too-long',
      message:
        'The prompt needs 264 positions (256 of them for images) and the model has 264; shorten the question or give fewer images.',
    });
  });
});
