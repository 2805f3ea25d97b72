import { describe, expect, it } from 'vitest';
import type { PrefillInput } from '../../src-engine/inference/language-model.ts';
import { behindPrefix, continued, sharedPositions } from '../../src-engine/inference/prompt-prefix.ts';
import { noise } from '../support/noise.ts';

const width = 2;

/** One row of text, three image rows of which the second stands twice, then the question: u = 0 1 2 3 2 4 5 … */
function prompt(question: readonly number[], changes: Partial<PrefillInput> = {}): PrefillInput {
  const texts = 1 + question.length;
  return {
    tokenIds: [7, ...question],
    imageRows: noise(3 * width),
    order: [0, texts, texts + 1, texts + 2, ...question.map((_, index) => 1 + index)],
    u: Int32Array.of(0, 1, 2, 3, 2, ...question.map((_, index) => 4 + index)),
    inverseCount: Float32Array.of(1, 1, 1 / 2, 1, ...question.map(() => 1)),
    ...changes,
  };
}

describe('sharedPositions', () => {
  it('is all up to where the questions differ, however long they are', () => {
    expect(sharedPositions(prompt([10, 11, 12]), prompt([10, 20]))).toBe(6);
    expect(sharedPositions(prompt([10, 11, 12]), prompt([9]))).toBe(5);
  });

  it('leaves the last position of the same question, whose logits are wanted', () => {
    expect(sharedPositions(prompt([10, 11]), prompt([10, 11]))).toBe(6);
    expect(sharedPositions(prompt([10]), prompt([10, 11]))).toBe(5);
  });

  it('is the text before the image where one number of the image rows is another', () => {
    const rows = noise(3 * width);
    rows[5] = 0.5;
    expect(sharedPositions(prompt([10]), prompt([10], { imageRows: rows }))).toBe(1);
  });

  it('ends before a merged row that stands behind the end, too', () => {
    const spread = {
      u: Int32Array.of(0, 1, 2, 3, 4, 2, 5),
      inverseCount: Float32Array.of(1, 1, 1 / 2, 1, 1, 1),
    };
    // Row 4 is the question's first token: the second image row stands behind it once more.
    expect(sharedPositions(prompt([10, 11], spread), prompt([20, 11], spread))).toBe(2);
  });

  it('counts no row whose mean is over another number of positions', () => {
    const twice = prompt([10]);
    const once = prompt([10], {
      u: Int32Array.of(0, 1, 2, 3, 3, 4),
      inverseCount: Float32Array.of(1, 1, 1, 1 / 2, 1),
    });
    expect(sharedPositions(twice, once)).toBe(2);
  });

  it('counts no row that stands at another place', () => {
    const at = (...positions: number[]) => ({ places: { positions: Int32Array.from(positions), next: 20 } });
    const near = prompt([10, 11], at(0, 1, 2, 3, 4, 9, 10));
    expect(sharedPositions(near, prompt([10, 11], at(0, 1, 2, 3, 4, 9, 10)))).toBe(6);
    expect(sharedPositions(near, prompt([10, 11], at(0, 1, 2, 3, 8, 9, 10)))).toBe(2);
    expect(sharedPositions(near, prompt([10, 11]))).toBe(5);
    expect(sharedPositions(prompt([10, 11], at(0, 1, 2, 3, 4, 5, 6)), prompt([10, 11]))).toBe(6);
  });
});

describe('behindPrefix', () => {
  it('is the whole prompt behind nothing', () => {
    const whole = prompt([10]);
    expect(behindPrefix(whole, 0)).toBe(whole);
  });

  it('is the text behind the image, numbered anew, without its rows', () => {
    expect(behindPrefix(prompt([10, 11, 12]), 6)).toEqual({
      tokenIds: [11, 12],
      imageRows: new Float32Array(0),
      order: [0, 1],
      u: Int32Array.of(0, 1),
      inverseCount: Float32Array.of(1, 1),
    });
  });

  it('keeps image rows that stand behind, each with its count', () => {
    expect(behindPrefix(prompt([10]), 1)).toEqual({
      tokenIds: [10],
      imageRows: noise(3 * width),
      order: [1, 2, 3, 0],
      u: Int32Array.of(0, 1, 2, 1, 3),
      inverseCount: Float32Array.of(1, 1 / 2, 1, 1),
    });
  });
});

describe('continued', () => {
  it('is the prompt that says the same words, so that a follow-up shares all of it', () => {
    expect(continued(prompt([10, 11]), [12, 13])).toEqual({
      ...prompt([10, 11, 12, 13]),
      order: [0, 5, 6, 7, 1, 2, 3, 4],
    });
    expect(sharedPositions(prompt([10, 11, 12, 13, 14]), continued(prompt([10, 11]), [12, 13]))).toBe(9);
  });

  it('goes on at the place that comes next', () => {
    const places = { positions: Int32Array.of(0, 1, 2, 3, 8, 9), next: 10 };
    expect(continued(prompt([10], { places }), [12, 13]).places).toEqual({
      positions: Int32Array.of(0, 1, 2, 3, 8, 9, 10, 11),
      next: 12,
    });
  });

  it('is the prompt itself where nothing was answered', () => {
    const asked = prompt([10]);
    expect(continued(asked, [])).toBe(asked);
  });
});
