/** safetensors as bytes: the length of its header, and every run of digits in the header as a field of one byte a digit. */
import { field, type Field, type Format, type Piece } from './format.ts';

function header(bytes: Buffer): { readonly start: number; readonly end: number } {
  const declared = bytes.length >= 8 ? Number(bytes.readBigUInt64LE(0)) : 0;
  return { start: 8, end: Math.min(bytes.length, 8 + declared, 8 + 100_000) };
}

function fields(bytes: Buffer): Field[] {
  const { start, end } = header(bytes);
  const text = bytes.toString('latin1', start, end);
  const digits = [...text.matchAll(/\d/gu)].map(({ index }) => field(start + index, 1));
  const length = new Array<Field>(10).fill(field(0, 8, true)); // among hundreds of digits it would hardly ever be chosen
  return [...length, ...digits];
}

/** The entries of the header, as far as braces tell. */
function pieces(bytes: Buffer): Piece[] {
  const { start, end } = header(bytes);
  const text = bytes.toString('latin1', start, end);
  return [...text.matchAll(/"[^"]*":\{[^{}]*\},?/gu)].map((found) => ({
    at: start + found.index,
    length: found[0].length,
  }));
}

export const tensors: Format = {
  name: 'safetensors',
  fields,
  pieces,
  /** The header is as long as it looks, whatever was put in or taken out. */
  repair(bytes) {
    const end = bytes.lastIndexOf('}}') + 2;
    if (end < 10) return bytes;
    bytes.writeBigUInt64LE(BigInt(end - 8));
    return bytes;
  },
};
