/** Budgets: how many tokens a view should keep, and the texts in which people write them. */
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import type { BudgetUse } from './plan.ts';

export const presets = ['low', 'mid', 'high'] as const;
export type Preset = (typeof presets)[number];

/** More tokens than any encoder has; an encoder's own limits are checked when a plan is made. */
export const mostTokens = 1_000_000;

export const shareSchema = z
  .strictObject({ kind: z.literal('share'), share: z.number().min(0).max(1) })
  .readonly();

/** An exact number of tokens per view. */
export const countSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tokens'), tokens: z.int().positive().max(mostTokens) }).readonly(),
  shareSchema,
]);
export type CountBudget = z.infer<typeof countSchema>;

/** A wish for the *average* number of tokens per view; single images get more or fewer. */
export const averageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tokens'), tokens: z.number().positive().max(mostTokens) }).readonly(),
  shareSchema,
  z.strictObject({ kind: z.literal('preset'), preset: z.enum(presets) }).readonly(),
]);
export type Budget = z.infer<typeof averageSchema>;

/** Whole tokens of `patches`; at least one. */
export function countOf(budget: CountBudget, patches: number): number {
  return budget.kind === 'tokens' ? budget.tokens : Math.max(1, Math.round(budget.share * patches));
}

/** The share that was asked for, where one was. */
export function shareOf(budget: CountBudget): number | undefined {
  return budget.kind === 'share' ? budget.share : undefined;
}

/** Throws `bad-input` for more tokens, or rows, than a view has. */
export function requireCount(tokens: number, patches: number, counted: 'tokens' | 'rows' = 'tokens'): number {
  if (Number.isInteger(tokens) && tokens >= 1 && tokens <= patches) return tokens;
  throw new EngineError('bad-input', `${tokens} ${counted} cannot be kept of a view of ${patches}`, {
    remedy: `give a whole number from 1 to ${patches}`,
  });
}

/** The average that a budget asks for. Throws `bad-input` outside 1..patches. */
export function averageOf(
  budget: Budget,
  patches: number,
  presetTokens: Readonly<Record<Preset, number>>,
  counted: 'tokens' | 'rows' = 'tokens',
): number {
  const tokens =
    budget.kind === 'tokens'
      ? budget.tokens
      : budget.kind === 'share'
        ? budget.share * patches
        : presetTokens[budget.preset];
  if (Number.isFinite(tokens) && tokens >= 1 && tokens <= patches) return tokens;
  throw new EngineError('bad-input', `A budget of ${tokens} ${counted} is out of range`, {
    remedy: `give 1 to ${patches} ${counted}, or a share like 34%`,
  });
}

/** `90`, `35%`, `0.35` or a preset's name. Up to 1 it is a share, above that a number of tokens: nobody asks for a single token. */
export function parseAmount(text: string): Budget | undefined {
  const preset = z.enum(presets).safeParse(text);
  if (preset.success) return { kind: 'preset', preset: preset.data };
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  if (!(value > 0 && value <= mostTokens)) return undefined;
  if (percent === '%') return value <= 100 ? { kind: 'share', share: value / 100 } : undefined;
  return value <= 1 ? { kind: 'share', share: value } : { kind: 'tokens', tokens: value };
}

/** The same where an exact count is asked for: no preset, no half tokens. */
export function parseCount(text: string): CountBudget | undefined {
  return countSchema.safeParse(parseAmount(text)).data;
}

/** Says that a budget lies beyond what the calibration reaches, and what stands in its place. */
export function budgetRemarks(budget: BudgetUse | null, counted: 'tokens' | 'rows' = 'tokens'): string[] {
  if (budget === null || budget.asked === budget.used) return [];
  const [asked, used, smallest, largest] = [budget.asked, budget.used, ...budget.reach].map(inTokens);
  return [
    `The budget of ${asked} ${counted} is beyond the calibration, which reaches averages from ${smallest} to ${largest}; ${used} is used instead.`,
  ];
}

/** Averages are measured: one decimal where they are not whole. */
function inTokens(tokens: number): string {
  return Number.isInteger(tokens) ? `${tokens}` : tokens.toFixed(1);
}
