import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '../../src-engine/inference/language-model.ts';
import type { LanguageModel, PrefillInput } from '../../src-engine/inference/language-model.ts';
import { largestDifference } from '../support/golden.ts';
import { countingFactory } from '../support/loaded.ts';
import { noise } from '../support/noise.ts';

/** Text alone: every row stands once. */
function text(tokenIds: readonly number[]): PrefillInput {
  return {
    tokenIds,
    imageRows: new Float32Array(0),
    order: tokenIds.map((_, row) => row),
    u: Int32Array.from(tokenIds, (_, row) => row),
    inverseCount: new Float32Array(tokenIds.length).fill(1),
  };
}

// One checkpoint whose heads fit the fused operator, and one whose heads do not; both forms where both exist.
describe.each([
  ['onevision', 'fused'],
  ['onevision', 'plain'],
  ['llava15-siglip', 'fused'],
] as const)('the language model of %s with %s attention', (name, attention) => {
  let model: LanguageModel;
  let spec: Awaited<ReturnType<typeof countingFactory>>['spec'];

  beforeAll(async () => {
    const counted = await countingFactory(name, attention);
    ({ spec } = counted);
    model = await openLanguageModel(counted.factory, spec.text);
  });
  afterAll(() => model.release());

  const logitsOf = (input: PrefillInput) => model.start({ positions: input.u.length }).prefill(input);

  it('gives the same logits step by step as in one run', async () => {
    const ids = [1, 17, 5, 42, 9];
    const generation = model.start({ positions: ids.length });
    await generation.prefill(text(ids.slice(0, 3)));
    await generation.step(ids[3]!);
    const stepped = await generation.step(ids[4]!);
    const whole = await logitsOf(text(ids));
    expect(stepped.length).toBe(spec.text.vocabulary);
    expect(largestDifference(stepped, whole)).toBeLessThanOrEqual(2e-5);
  });

  it('gives the same logits to the last bit whether query, key and value are one product or three', async () => {
    const { factory } = await countingFactory(name, attention);
    const apart = await openLanguageModel(
      { ...factory, open: (build) => factory.open((context) => build({ ...context, joinsProducts: false })) },
      spec.text,
    );
    const [one, three] = [model.start({ positions: 5 }), apart.start({ positions: 5 })];
    const prompt: PrefillInput = { ...text([1, 17, 5]), u: Int32Array.of(0, 1, 1, 2) };
    const given = { ...prompt, inverseCount: Float32Array.of(1, 0.5, 1) };
    expect(largestDifference(await one.prefill(given), await three.prefill(given))).toBe(0);
    expect(largestDifference(await one.step(42), await three.step(42))).toBe(0);
    await apart.release();
  });

  it('keeps two conversations apart', async () => {
    const [a, b] = [model.start({ positions: 4 }), model.start({ positions: 4 })];
    await a.prefill(text([1, 7]));
    await b.prefill(text([1, 8, 30]));
    const next = await a.step(20);
    expect(largestDifference(next, await logitsOf(text([1, 7, 20])))).toBeLessThanOrEqual(2e-5);
  });

  it('finds every unique row by its order, wherever it was handed in, and lets it stand at several places', async () => {
    const [a, b] = [noise(spec.text.width, 3), noise(spec.text.width, 4)];
    const given = (first: Float32Array, second: Float32Array, order: number[]): PrefillInput => ({
      tokenIds: [1, 12],
      imageRows: Float32Array.of(...first, ...second),
      order,
      u: Int32Array.of(0, 1, 2, 1, 1, 3),
      inverseCount: Float32Array.of(1, 1 / 3, 1, 1),
    });
    const logits = await logitsOf(given(a, b, [0, 2, 3, 1]));
    expect(largestDifference(logits, await logitsOf(given(b, a, [0, 3, 2, 1])))).toBe(0);
    const once = { ...given(a, b, [0, 2, 3, 1]), u: Int32Array.of(0, 1, 2, 3) };
    const other = await logitsOf({ ...once, inverseCount: new Float32Array(4).fill(1) });
    expect(largestDifference(logits, other)).toBeGreaterThan(1e-4);
  });

  it('counts places from those given, gaps included', async () => {
    const ids = [1, 17, 5];
    const inARow = await logitsOf({ ...text(ids), places: { positions: Int32Array.of(0, 1, 2), next: 3 } });
    expect(largestDifference(inARow, await logitsOf(text(ids)))).toBe(0);
    const spread = await logitsOf({ ...text(ids), places: { positions: Int32Array.of(0, 4, 9), next: 10 } });
    expect(largestDifference(spread, inARow)).toBeGreaterThan(1e-5);
  });

  it('continues from an earlier prompt as if it had read all of it, in the same memory or in more', async () => {
    const rows = noise(2 * spec.text.width, 5);
    const asked = (question: readonly number[]): PrefillInput => ({
      tokenIds: [1, ...question],
      imageRows: rows,
      order: [0, 1 + question.length, 2 + question.length, ...question.map((_, index) => 1 + index)],
      u: Int32Array.of(0, 1, 2, 1, 1, ...question.map((_, index) => 3 + index)),
      inverseCount: Float32Array.of(1, 1 / 3, 1, ...question.map(() => 1)),
    });
    const answer = async (question: readonly number[], room: number, reuse: boolean) => {
      const generation = model.start({ positions: 5 + question.length + room, reuse });
      const logits = [Float32Array.from(await generation.prefill(asked(question)))];
      logits.push(Float32Array.from(await generation.step(33)));
      generation.end();
      return { logits, reusedRows: generation.reusedRows };
    };
    expect((await answer([12, 13, 14], 1, true)).reusedRows).toBe(0);
    for (const [question, room, reusedRows] of [
      [[12, 20, 21, 22], 1, 6],
      [[12, 20, 21, 22], 40, 8], // the same again: only its last row is run
      [[19], 1, 5],
    ] as const) {
      const cold = await answer(question, room, false);
      const warm = await answer(question, room, true);
      expect([cold.reusedRows, warm.reusedRows]).toEqual([0, reusedRows]);
      for (const [index, logits] of warm.logits.entries())
        expect(largestDifference(logits, cold.logits[index]!)).toBeLessThanOrEqual(2e-5);
    }
  });

  it('goes on behind an answer as if it had read it as a prompt', async () => {
    const asked = async (ids: readonly number[], answer: readonly number[], reuse: boolean) => {
      const generation = model.start({ positions: ids.length + answer.length + 1, reuse });
      const logits = Float32Array.from(await generation.prefill(text(ids)));
      for (const id of answer) await generation.step(id);
      generation.end();
      return { logits, reusedRows: generation.reusedRows };
    };
    await asked([1, 41, 42], [43, 44, 45], true);
    const followUp = [1, 41, 42, 43, 44, 45, 46, 47];
    const [cold, warm] = [await asked(followUp, [], false), await asked(followUp, [48], true)];
    expect([cold.reusedRows, warm.reusedRows]).toEqual([0, 6]);
    expect(largestDifference(warm.logits, cold.logits)).toBeLessThanOrEqual(2e-5);
    // Where the words of the answer are put otherwise, what is the same ends there.
    expect((await asked([1, 41, 42, 43, 44, 50], [], true)).reusedRows).toBe(5);
  });

  it('leaves a prompt to itself that did not ask to continue, and one that another answer is at', async () => {
    const start = (reuse: boolean) => model.start({ positions: 9, reuse });
    const first = start(true);
    await first.prefill(text([1, 7, 8]));
    const second = start(true);
    await second.prefill(text([1, 7, 8]));
    expect(second.reusedRows).toBe(0);
    first.end();
    second.end();
    const measured = start(false);
    await measured.prefill(text([1, 7, 8]));
    measured.end();
    expect(measured.reusedRows).toBe(0);
  });

  it('refuses more positions than the model was made for before it computes anything', () => {
    const most = spec.text.maxPositions;
    expect(() => model.start({ positions: most + 1 })).toThrow(
      expect.objectContaining({
        code: 'too-long',
        message: expect.stringContaining(`need ${most + 1} positions, but this model has ${most}`) as string,
      }) as Error,
    );
  });
});
