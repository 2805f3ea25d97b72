/** Colour for terminals, off for pipes and under NO_COLOR. Never the only carrier of a meaning. */
import type { Output } from './context.ts';

export interface Style {
  readonly bold: (text: string) => string;
  readonly removed: (text: string) => string;
  readonly added: (text: string) => string;
}

export function createStyle(
  output: Output,
  environment: Readonly<Record<string, string | undefined>> = {},
): Style {
  const noColor = environment['NO_COLOR'];
  const on =
    output.isTTY === true && (noColor === undefined || noColor === '') && environment['TERM'] !== 'dumb';
  const paint = (open: number, close: number) => (text: string) =>
    on ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return { bold: paint(1, 22), removed: paint(31, 39), added: paint(32, 39) };
}
