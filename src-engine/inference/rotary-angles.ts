/** Cosines and sines for the rows of a KV cache, by the places at which they stand. Positions in a row share one table, which grows as they are needed. */
import type { DirectedRope, TextSpec } from '../families/spec.ts';
import { needsSight } from '../graph/decoder-attention.ts';
import { rotaryTables } from '../graph/rotary.ts';
import { buffer } from '../runtime/onnx.ts';
import type { Buffer, HostTensor } from '../runtime/onnx.ts';
import type { Places } from './language-model.ts';

/** Inputs of the decoder's graph: f32 [R, headDim / 2] each, and where the graph compares positions int32 [R] where the rows stand. */
export interface Angles {
  readonly cos: Buffer;
  readonly sin: Buffer;
  readonly local_cos?: Buffer;
  readonly local_sin?: Buffer;
  readonly places?: HostTensor<Int32Array>; // `needsSight`
}

/** Gives the angles of a cache with room for so many rows. */
export type RotaryAngles = (rows: number, places?: Places) => Angles;

const firstRows = 1024;

type RotarySpec = Pick<
  TextSpec,
  'headDim' | 'ropeTheta' | 'ropeScaling' | 'mrope' | 'sliding' | 'prefixAttention'
>;

export function rotaryAngles(spec: RotarySpec): RotaryAngles {
  const { headDim, ropeTheta, ropeScaling, sliding, mrope } = spec;
  const half = headDim / 2;
  const directions = mrope === undefined ? undefined : directionsOfPairs(half, mrope);
  const full = growingTable(
    half,
    (positions) => rotaryTables(positions, headDim, ropeTheta, ropeScaling),
    directions,
  );
  const base = sliding?.ropeTheta;
  const local =
    base === undefined
      ? undefined
      : growingTable(half, (positions) => rotaryTables(positions, headDim, base));
  return (rows, places) => {
    const own = local?.(rows, places);
    return {
      ...full(rows, places),
      ...(own === undefined ? {} : { local_cos: own.cos, local_sin: own.sin }),
      ...(needsSight(spec) ? { places: placesOfRows(rows, places) } : {}),
    };
  };
}

function placesOfRows(rows: number, places: Places | undefined): HostTensor<Int32Array> {
  const { positions = new Int32Array(0), next = 0 } = places ?? {};
  const data = Int32Array.from({ length: rows }, (_, row) => positions[row] ?? next + row - positions.length);
  return { data, dims: [rows] };
}

/** @param directions by which each pair of a head turns, where positions are counted in three */
function growingTable(
  half: number,
  tableOf: (positions: number) => ReturnType<typeof rotaryTables>,
  directions?: Uint8Array,
): (rows: number, places: Places | undefined) => Pick<Angles, 'cos' | 'sin'> {
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
    const { positions, across, next } = places;
    const placeIn = (direction: Int32Array, row: number): number =>
      direction[row] ?? next + row - positions.length;
    const all = [positions, across?.rows ?? positions, across?.columns ?? positions];
    grow(
      1 +
        all.reduce((most, direction) => Math.max(most, placeIn(direction, rows - 1), largest(direction)), 0),
    );
    const picked = (values: Float32Array): Buffer => {
      const rowsAt = new Float32Array(rows * half);
      for (let row = 0; row < rows; row += 1) {
        const from = placeIn(positions, row) * half;
        rowsAt.set(values.subarray(from, from + half), row * half);
        if (across === undefined || directions === undefined) continue;
        for (const [pair, direction] of directions.entries()) {
          if (direction === 0) continue;
          const place = placeIn(all[direction] ?? positions, row);
          rowsAt[row * half + pair] = values[place * half + pair] ?? Number.NaN;
        }
      }
      return buffer(rowsAt, [rows, half]);
    };
    return { cos: picked(table.cos), sin: picked(table.sin) };
  };
}

function largest(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** For every pair of a head which direction turns it: 0 time, 1 row, 2 column. */
export function directionsOfPairs(pairs: number, { sections, interleaved }: DirectedRope): Uint8Array {
  const [time, row, column] = sections;
  return Uint8Array.from({ length: pairs }, (_, pair) => {
    if (!interleaved) return pair < time ? 0 : pair < time + row ? 1 : 2;
    if (pair % 3 === 1 && pair < 3 * row) return 1;
    return pair % 3 === 2 && pair < 3 * column ? 2 : 0;
  });
}
