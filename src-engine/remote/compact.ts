/** Prepares a message for structured cloning, which copies the whole buffer behind a typed array and not only the part in view. */

/** The same value, with every typed array that shares a larger buffer copied out of it; Node's `Buffer` becomes a `Uint8Array`. */
export function compact(value: unknown): unknown {
  if (value instanceof Uint8Array) return isWhole(value) ? value : new Uint8Array(value);
  if (value instanceof Int32Array) return isWhole(value) ? value : value.slice();
  if (value instanceof Float32Array) return isWhole(value) ? value : value.slice();
  if (Array.isArray(value)) return value.map(compact);
  if (typeof value === 'object' && value !== null && isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, compact(item)]));
  }
  return value;
}

function isWhole(array: Uint8Array | Int32Array | Float32Array): boolean {
  const plain = array.constructor.name !== 'Buffer';
  return plain && array.byteLength === array.buffer.byteLength && array.buffer instanceof ArrayBuffer;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
