/** Cosines and sines for the rows of a KV cache, by the places at which they stand. Positions in a row share one table, which grows as they are needed. */
import type { TextSpec } from '../families/spec.ts';
import { rotaryTables } from '../graph/rotary.ts';
import { buffer } from '../runtime/onnx.ts';
import type { Buffer } from '../runtime/onnx.ts';
import type { Places } from './language-model.ts';

/** f32 [R, headDim / 2] each: inputs of the decoder's graph. */
export interface Angles {
  readonly cos: Buffer;
  readonly sin: Buffer;
}

/** Gives the angles of a cache with room for so many rows. */
export type RotaryAngles = (rows: number, places?: Places) => Angles;

const firstRows = 1024;

export function rotaryAngles({
  headDim,
  ropeTheta,
  ropeScaling,
}: Pick<TextSpec, 'headDim' | 'ropeTheta' | 'ropeScaling'>): RotaryAngles {
  const half = headDim / 2;
  const tableOf = (positions: number) => rotaryTables(positions, headDim, ropeTheta, ropeScaling);
  let known = 0;
  let table = tableOf(0);
  const grow = (positions: number): void => {
    if (positions <= known) return;
    known = Math.max(firstRows, 2 * known, positions);
    table = tableOf(known);
  };
  return (rows, places) => {
    if (places === undefined) {
      grow(rows);
      const first = (values: Float32Array): Buffer => buffer(values.subarray(0, rows * half), [rows, half]);
      return { cos: first(table.cos), sin: first(table.sin) };
    }
    const { positions, next } = places;
    const placeOf = (row: number): number => positions[row] ?? next + row - positions.length;
    grow(placeOf(rows - 1) + 1);
    const picked = (values: Float32Array): Buffer => {
      const rowsAt = new Float32Array(rows * half);
      for (let row = 0; row < rows; row += 1) {
        const from = placeOf(row) * half;
        rowsAt.set(values.subarray(from, from + half), row * half);
      }
      return buffer(rowsAt, [rows, half]);
    };
    return { cos: picked(table.cos), sin: picked(table.sin) };
  };
}
