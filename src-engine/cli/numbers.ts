/** Numbers as people type them on the command line. Throws UsageError with the option's name and what it takes. */
import { UsageError } from './usage-error.ts';

const decimal = /^\d+(\.\d+)?$/;

export function parseInteger(
  option: string,
  text: string,
  range: { readonly min: number; readonly max: number },
): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= range.min && value <= range.max)) {
    throw new UsageError(
      `${option} takes a whole number from ${range.min} to ${range.max}, and "${text}" is not one.`,
    );
  }
  return value;
}

/** A plain decimal number, or undefined. No signs, exponents or white space. */
export function parseDecimal(text: string): number | undefined {
  return decimal.test(text) ? Number(text) : undefined;
}
