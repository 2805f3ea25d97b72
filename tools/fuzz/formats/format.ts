/** What the edits need to know of a binary format: where its numbers stand, what its pieces are, and how to make its checksums true again. */

export interface Field {
  readonly at: number;
  readonly width: 1 | 2 | 3 | 4 | 8; // bytes
  readonly little: boolean;
}

export interface Piece {
  readonly at: number;
  readonly length: number;
}

export interface Format {
  readonly name: string;
  fields(bytes: Buffer): readonly Field[];
  pieces(bytes: Buffer): readonly Piece[];
  /** Lengths, checksums: so that damage reaches what lies behind their check. */
  repair?(bytes: Buffer): Buffer;
}

export function readField(bytes: Buffer, { at, width, little }: Field): bigint {
  let value = 0n;
  for (let byte = 0; byte < width; byte++) {
    const from = little ? at + width - 1 - byte : at + byte;
    value = (value << 8n) | BigInt(bytes[from] ?? 0);
  }
  return value;
}

export function writeField(bytes: Buffer, { at, width, little }: Field, value: bigint): void {
  for (let byte = 0; byte < width; byte++) {
    const to = little ? at + byte : at + width - 1 - byte;
    if (to < bytes.length) bytes[to] = Number((value >> BigInt(8 * byte)) & 255n);
  }
}

export const field = (at: number, width: Field['width'], little = false): Field => ({ at, width, little });
