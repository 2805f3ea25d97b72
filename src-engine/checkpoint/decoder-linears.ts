/** Which weights a precision below fp32 applies to: one rule for the graphs, the quantised copy and the arithmetic of memory. */

/**
 * The decoder's linear layers and its head. Tower, projector, norms and embedding stay as they are: merging decisions hang on the tower's last
 * digits, and the others are small or only looked up.
 * @param name canonical, see checkpoint.ts
 */
export function isDecoderLinear(name: string, shape: readonly number[]): boolean {
  return shape.length === 2 && (name.startsWith('text.layers.') || name === 'text.head');
}
