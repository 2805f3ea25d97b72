/** Whether two rows of numbers are the same bit for bit, compared as memory. Pure. */
export function equalNumbers(a: Float32Array, b: Float32Array): boolean {
  return a === b || (a.length === b.length && Buffer.compare(bytesOf(a), bytesOf(b)) === 0);
}

const bytesOf = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
