/** Numbers at which readers go wrong: the edges of integer types, and those that a multiplication takes over an edge. */
import fc from 'fast-check';

const edges: readonly bigint[] = [
  0n,
  1n,
  2n,
  3n,
  7n,
  8n,
  16n,
  100n,
  127n,
  128n,
  255n,
  256n,
  1000n,
  0x3fffn,
  0x4000n,
  0x7fffn,
  0x8000n,
  0xffffn,
  0x10000n,
  51_000_000n,
  0x7fffffffn,
  0x80000000n,
  0xfffffffen,
  0xffffffffn,
  0x100000000n,
  2n ** 40n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 62n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** What is put into a field: a number of its own, or one near what stood there. */
export type NumberEdit =
  { readonly kind: 'to'; readonly value: bigint } | { readonly kind: 'by'; readonly delta: bigint };

export const numberEdit: fc.Arbitrary<NumberEdit> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...edges).map((value) => ({ kind: 'to', value }) as const) },
  { weight: 2, arbitrary: fc.bigInt({ min: -9n, max: 9n }).map((delta) => ({ kind: 'by', delta }) as const) },
  {
    weight: 1,
    arbitrary: fc.bigInt({ min: 0n, max: 0xffffffffn }).map((value) => ({ kind: 'to', value }) as const),
  },
);

export function edited(value: bigint, edit: NumberEdit): bigint {
  return edit.kind === 'to' ? edit.value : value + edit.delta;
}
