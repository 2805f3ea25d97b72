/** Which weights a precision below fp32 applies to: one rule for the graphs, the quantised copies and the arithmetic of memory. */

/**
 * The decoder's linear layers and its head. Projector, norms and embedding stay as they are: they are small or only looked up. The tower has a
 * precision of its own, because merging decisions hang on its last digits.
 * @param name canonical, see checkpoint.ts
 */
export function isDecoderLinear(name: string, shape: readonly number[]): boolean {
  return shape.length === 2 && (name.startsWith('text.layers.') || name === 'text.head');
}

/** The linear layers of the tower's blocks. What makes the first hidden state of pixels and places is small and stays in fp32. */
export function isTowerLinear(name: string, shape: readonly number[]): boolean {
  return shape.length === 2 && name.startsWith('vision.layers.');
}
