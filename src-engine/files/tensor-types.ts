/** The element types of safetensors files and their widths. Which of them can be weights is said in checkpoint.ts. */

const bitsPerElement = {
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  BOOL: 8,
  U8: 8,
  I8: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  I64: 64,
  U64: 64,
  F64: 64,
  C64: 64,
} as const;

export type TensorType = keyof typeof bitsPerElement;

export function isTensorType(text: string): text is TensorType {
  return Object.hasOwn(bitsPerElement, text);
}

/** Number of elements, or undefined where it exceeds exact integers. A scalar (no dimensions) has one. */
export function elementCount(shape: readonly number[]): number | undefined {
  let count = 1;
  for (const side of shape) {
    count *= side;
    if (!Number.isSafeInteger(count)) return undefined;
  }
  return count;
}

/** Bytes of a tensor, or undefined where that is no whole or no exact number. */
export function byteLength(type: TensorType, shape: readonly number[]): number | undefined {
  const count = elementCount(shape);
  if (count === undefined) return undefined;
  const bytes = (count * bitsPerElement[type]) / 8;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
