import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uniformBudget } from '../../src-engine/report/uniform-budget.ts';

const counting = (steps: (budget: number) => number) => {
  const asked: number[] = [];
  return {
    asked,
    count: (budget: number) => {
      asked.push(budget);
      return Promise.resolve(steps(budget));
    },
  };
};

it('finds the budget at which a picture keeps the wished-for number of tokens', async () => {
  const { count, asked } = counting((budget) => Math.floor(budget * 1.3));
  const { budget, tokens } = await uniformBudget(count, 100, [20, 256]);
  expect(tokens).toBe(100);
  expect(Math.floor(budget * 1.3)).toBe(100);
  expect(asked.length).toBeLessThanOrEqual(13);
});

it('gives the nearest count where none is the wished-for one', async () => {
  const { count } = counting((budget) => (budget < 90 ? 40 : 110));
  expect((await uniformBudget(count, 100, [20, 256])).tokens).toBe(110);
  expect((await uniformBudget(count, 60, [20, 256])).tokens).toBe(40);
});

it('gives the ends where the wish lies beyond them', async () => {
  const { count } = counting((budget) => Math.round(budget));
  expect(await uniformBudget(count, 5, [20, 256])).toEqual({ budget: 20, tokens: 20 });
  expect(await uniformBudget(count, 300, [20, 256])).toEqual({ budget: 256, tokens: 256 });
});

it('comes within one step of what is wished for, whatever the picture', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 20, max: 256 }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      async (wanted, slope) => {
        const { count } = counting((budget) => Math.round(20 + (budget - 20) * slope));
        const reach = Math.round(20 + 236 * slope);
        const { tokens } = await uniformBudget(count, Math.min(wanted, reach), [20, 256]);
        expect(Math.abs(tokens - Math.min(wanted, reach))).toBeLessThanOrEqual(1);
      },
    ),
  );
});
