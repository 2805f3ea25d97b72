/** Reads the regions of a picture: `{"version":1,"regions":[{"name","shape","budget":90|"35%"}]}`. */
import { z } from 'zod';
import { readText } from '../files/bounded-file.ts';
import { document } from '../files/document.ts';
import type { Subject } from '../files/refusal.ts';
import { mostTokens, parseAmount } from '../reduction/budget.ts';
import type { Budget } from '../reduction/budget.ts';
import { mostRegions } from '../reduction/steering/regions.ts';
import type { SteeredRegion } from '../reduction/steering/regions.ts';
import { shapeSchema } from '../reduction/steering/shapes.ts';

const mostBytes = 64 * 1_048_576; // a mask of a large picture

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

const schema = z.strictObject({
  version: z.literal(1),
  regions: z
    .array(z.strictObject({ name: z.string().min(1).max(100), shape: shapeSchema, budget: budgetSchema }))
    .min(1)
    .max(mostRegions),
});

/** Throws `bad-input` naming the file, the field and what it must be. */
export async function readRegions(path: string): Promise<readonly SteeredRegion[]> {
  const subject: Subject = {
    file: path,
    code: 'bad-input',
    remedy:
      'give a file with {"version":1,"regions":[{"name":"face","shape":{"kind":"box","x":0,"y":0,"width":80,"height":60},"budget":"100%"}]}, in pixels of the picture',
  };
  return document(schema, await readText(path, mostBytes, subject), subject).regions;
}
