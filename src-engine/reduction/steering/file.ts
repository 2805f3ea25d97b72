/** The file of regions, as text: `{"version":1,"regions":[{"name","shape","budget":90|"35%"}]}`. Pure. */
import { z } from 'zod';
import { mostTokens, parseAmount } from '../budget.ts';
import type { Budget } from '../budget.ts';
import { mostRegions } from './regions.ts';
import type { SteeredRegion } from './regions.ts';
import { shapeSchema } from './shapes.ts';

/** A mask of a large picture is not larger. */
export const mostRegionBytes = 64 * 1_048_576;

/** Tokens as a number, shares as text: `90`, `"35%"`. */
function budgetOf(given: unknown): Budget | undefined {
  if (typeof given === 'number' && given >= 1 && given <= mostTokens)
    return { kind: 'tokens', tokens: given };
  return typeof given === 'string' && given.endsWith('%') ? parseAmount(given) : undefined;
}

const budgetSchema = z.unknown().transform((given, context): Budget => {
  const budget = budgetOf(given);
  if (budget !== undefined) return budget;
  context.addIssue({
    code: 'custom',
    message: 'must be a number of tokens from 1 on, or a share above "0%" and up to "100%" such as "35%"',
  });
  return z.NEVER;
});

export const regionsFileSchema = z.strictObject({
  version: z.literal(1),
  regions: z
    .array(z.strictObject({ name: z.string().min(1).max(100), shape: shapeSchema, budget: budgetSchema }))
    .min(1)
    .max(mostRegions),
});

/** @param tokensOf a preset as the average that it stands for: the file knows none */
export function regionsFile(
  regions: readonly SteeredRegion[],
  tokensOf: (budget: Extract<Budget, { kind: 'preset' }>) => number,
): string {
  const written = regions.map(({ name, shape, budget }) => ({
    name,
    shape,
    budget:
      budget.kind === 'share'
        ? `${Number((100 * budget.share).toPrecision(12))}%`
        : budget.kind === 'tokens'
          ? budget.tokens
          : tokensOf(budget),
  }));
  return `${JSON.stringify({ version: 1, regions: written })}\n`;
}
