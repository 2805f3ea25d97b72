/** Where a weight's bytes lie in a file. A type alone: nothing is read until somebody maps or reads the file. */

export type WeightType = 'F32' | 'F16' | 'BF16';

export interface TensorLocation {
  readonly file: string; // absolute, symlinks resolved
  readonly dtype: WeightType;
  readonly shape: readonly number[];
  readonly offset: number; // bytes from the start of the file
  readonly bytes: number;
}
