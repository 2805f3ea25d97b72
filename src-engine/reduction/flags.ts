/** The options of a command line that choose a method of reduction, as they were typed; files among them have been read. */
import { EngineError } from '../errors.ts';

export interface ReductionFlags {
  readonly budget?: string | undefined;
  readonly preset?: string | undefined;
  readonly thresholds?: readonly number[] | undefined;
  readonly fixed?: string | undefined;
  readonly schedule?: string | undefined;
  readonly tokens?: string | undefined;
  readonly rowThreshold?: string | undefined;
  readonly noMerge?: boolean | undefined;
}

export type FlagName = Exclude<keyof ReductionFlags, 'schedule'>;

/** In the order in which a sentence names them. */
export const flagNames: Readonly<Record<FlagName, string>> = {
  budget: '--budget',
  preset: '--preset',
  thresholds: '--thresholds',
  fixed: '--fixed',
  tokens: '--tokens',
  rowThreshold: '--row-threshold',
  noMerge: '--no-merge',
};

export function flagRefusal(sentence: string): EngineError {
  return new EngineError('bad-input', sentence);
}

/** Throws `bad-input` for anything but digits that say a number of the range. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw flagRefusal(`${option} takes a whole number from ${min} to ${max}, and "${text}" is not one.`);
}
