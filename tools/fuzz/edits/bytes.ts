/** Edits of binary files that know the format: numbers in fields, pieces dropped, doubled and swapped, ends cut off, bytes anywhere. */
import fc from 'fast-check';
import { readField, writeField, type Format, type Piece } from '../formats/format.ts';
import { edited, numberEdit, type NumberEdit } from './numbers.ts';

type Edit =
  | { readonly kind: 'field'; readonly which: number; readonly number: NumberEdit }
  | { readonly kind: 'byte'; readonly at: number; readonly value: number }
  | { readonly kind: 'drop'; readonly which: number }
  | { readonly kind: 'double'; readonly which: number; readonly times: number }
  | { readonly kind: 'swap'; readonly which: number; readonly other: number }
  | { readonly kind: 'cut-piece'; readonly which: number; readonly at: number }
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'fill'; readonly at: number; readonly length: number; readonly value: number };

const which = fc.nat(100_000);
const weighted = (weight: number, arbitrary: fc.Arbitrary<Edit>) => ({ weight, arbitrary });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  weighted(8, fc.record({ kind: fc.constant('field'), which, number: numberEdit })),
  weighted(4, fc.record({ kind: fc.constant('byte'), at: which, value: fc.nat(255) })),
  weighted(2, fc.record({ kind: fc.constant('drop'), which })),
  weighted(2, fc.record({ kind: fc.constant('double'), which, times: fc.constantFrom(1, 1, 2, 10, 300) })),
  weighted(2, fc.record({ kind: fc.constant('swap'), which, other: which })),
  weighted(2, fc.record({ kind: fc.constant('cut-piece'), which, at: which })),
  weighted(1, fc.record({ kind: fc.constant('truncate'), at: which })),
  weighted(1, fc.record({ kind: fc.constant('insert'), at: which, bytes: fc.uint8Array({ maxLength: 40 }) })),
  weighted(
    1,
    fc.record({
      kind: fc.constant('fill'),
      at: which,
      length: fc.nat(4000),
      value: fc.constantFrom(0, 255, 128),
    }),
  ),
);

/** Places are spread over the file by the golden ratio, so that small numbers do not all fall on its beginning. */
const spread = (at: number, length: number): number =>
  length === 0 ? 0 : Math.floor(((at * 0.618_033_988_75) % 1) * length);
const pick = <T>(items: readonly T[], index: number): T | undefined =>
  items[index % Math.max(1, items.length)];
const mostBytes = 8 * 1024 * 1024;

function apply(bytes: Buffer, change: Edit, format: Format): Buffer {
  const piece = (index: number): Piece | undefined => pick(format.pieces(bytes), index);
  switch (change.kind) {
    case 'field': {
      const found = pick(format.fields(bytes), change.which);
      if (found !== undefined) writeField(bytes, found, edited(readField(bytes, found), change.number));
      return bytes;
    }
    case 'byte':
      if (bytes.length > 0) bytes[spread(change.at, bytes.length)] = change.value;
      return bytes;
    case 'drop': {
      const gone = piece(change.which);
      return gone === undefined ? bytes : spliced(bytes, gone.at, gone.length, Buffer.alloc(0));
    }
    case 'double': {
      const twice = piece(change.which);
      if (twice === undefined || bytes.length + twice.length * change.times > mostBytes) return bytes;
      const copy = bytes.subarray(twice.at, twice.at + twice.length);
      return spliced(bytes, twice.at, 0, Buffer.concat(new Array<Buffer>(change.times).fill(copy)));
    }
    case 'swap': {
      const [a, b] = [piece(change.which), piece(change.other)].sort((x, y) => (x?.at ?? 0) - (y?.at ?? 0));
      if (a === undefined || b === undefined || a.at + a.length > b.at) return bytes;
      const [first, second] = [a, b].map(({ at, length }) => Buffer.from(bytes.subarray(at, at + length)));
      if (first === undefined || second === undefined) return bytes;
      return spliced(spliced(bytes, b.at, b.length, first), a.at, a.length, second);
    }
    case 'cut-piece': {
      const shorter = piece(change.which);
      if (shorter === undefined) return bytes;
      const left = spread(change.at, shorter.length);
      return spliced(bytes, shorter.at + left, shorter.length - left, Buffer.alloc(0));
    }
    case 'truncate':
      return bytes.subarray(0, spread(change.at, bytes.length));
    case 'insert':
      return spliced(bytes, spread(change.at, bytes.length), 0, Buffer.from(change.bytes));
    case 'fill': {
      const at = spread(change.at, bytes.length);
      return bytes.fill(change.value, at, Math.min(bytes.length, at + change.length));
    }
  }
}

function spliced(bytes: Buffer, at: number, length: number, put: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]);
}

/** Hostile files made from whole ones: up to eight edits, with checksums made true again in most of them. */
export function hostileBytes(seeds: readonly Uint8Array[], format: Format): fc.Arbitrary<Uint8Array> {
  return fc
    .record({
      seed: fc.nat(seeds.length - 1),
      edits: fc.array(edit, { minLength: 1, maxLength: 8 }),
      repaired: fc.integer({ min: 0, max: 3 }).map((chance) => chance > 0),
    })
    .map(({ seed, edits, repaired }) => {
      let bytes: Buffer = Buffer.from(seeds[seed] ?? new Uint8Array());
      for (const change of edits) bytes = apply(Buffer.from(bytes), change, format);
      return repaired && format.repair !== undefined ? format.repair(bytes) : bytes;
    });
}
