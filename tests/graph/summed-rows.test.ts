import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { ModelBuilder } from '../../src-engine/graph/model-builder.ts';
import { opsOf } from '../../src-engine/graph/ops.ts';
import { columnsAtRun, columnsFor, summedRows } from '../../src-engine/graph/summed-rows.ts';
import { noise } from '../support/noise.ts';

/** [rows, width] summed by place, in their order, in single precision. */
function inOrder(
  values: Float32Array,
  places: readonly number[],
  count: number,
  width: number,
): Float32Array {
  const sums = new Float32Array(count * width);
  places.forEach((place, row) => {
    for (let column = 0; column < width; column++) {
      const at = place * width + column;
      sums[at] = (sums[at] ?? 0) + (values[row * width + column] ?? 0);
    }
  });
  return sums;
}

interface Case {
  readonly rows: number;
  readonly width: number;
  readonly count: number;
  /** Where only a run knows, as in a decoder of any number of positions. */
  readonly most?: number;
  readonly leadingOne?: boolean;
}

/** A graph that sums, as the decoder asks for it, on so many threads. */
async function summing({ width, most, leadingOne = false }: Case, threads: number) {
  const builder = new ModelBuilder((file) => file);
  const op = opsOf(builder);
  const values = builder.input('values', 'f32', leadingOne ? [1, 'm', width] : ['m', width]);
  const places = builder.input('places', 'i64', leadingOne ? [1, 'm', 1] : ['m', 1]);
  const count = builder.input('count', 'i64', [1]);
  const distinct = op.equal(count, op.length(op.reshape(places, [-1])));
  const rows = op.length(op.reshape(places, [-1]));
  const columns = most === undefined ? columnsAtRun({ builder }, width, rows) : columnsFor(width, most);
  const context = { builder, onProcessor: true };
  const sums = summedRows(context, { values, places, count, width, columns, distinct });
  builder.output('sums', sums, 'f32', ['n', width]);
  return InferenceSession.create(builder.build('sums'), { intraOpNumThreads: threads });
}

async function wrongRuns(given: Case, places: readonly number[], runs: number): Promise<number> {
  const { rows, width, count, leadingOne = false } = given;
  const session = await summing(given, 4);
  const values = noise(rows * width, 11);
  const expected = inOrder(values, places, count, width);
  const lead = leadingOne ? [1] : [];
  const feeds = {
    values: new Tensor('float32', values, [...lead, rows, width]),
    places: new Tensor('int64', BigInt64Array.from(places, BigInt), [...lead, rows, 1]),
    count: new Tensor('int64', BigInt64Array.of(BigInt(count)), [1]),
  };
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    const { sums } = await session.run(feeds);
    const same = Buffer.from((sums?.data as Float32Array).buffer).equals(Buffer.from(expected.buffer));
    if (!same) wrong++;
  }
  await session.release();
  return wrong;
}

/** Many rows for few places, from all over. */
const crowded = ({ rows, count }: Case): number[] =>
  Array.from({ length: rows }, (_, row) => (row * 7) % count);

describe('rows summed by place', () => {
  it.each<[string, Case]>([
    ['as CLIP ViT-L/14-336 merges', { rows: 577, width: 1024, count: 200, most: 577 }],
    ['as SigLIP so400m/14-384 merges', { rows: 729, width: 1152, count: 300, most: 730 }],
    [
      'as a decoder of 2,048 columns averages a long prompt',
      { rows: 1200, width: 2048, count: 300, leadingOne: true },
    ],
    ['as a decoder of 896 columns averages a short one', { rows: 120, width: 896, count: 60 }],
    ['as a decoder of 896 columns averages three thousand positions', { rows: 3000, width: 896, count: 600 }],
  ])('are added in their order on four threads, to the last bit in every run, %s', async (_, given) => {
    expect(await wrongRuns(given, crowded(given), 60)).toBe(0);
  });

  it('go straight to their places where there is one for each', async () => {
    const given: Case = { rows: 700, width: 1024, count: 700 };
    const turned = Array.from({ length: 700 }, (_, row) => 699 - row);
    expect(await wrongRuns(given, turned, 5)).toBe(0);
  });

  it('are cut into blocks of equal width where they are many', () => {
    expect(columnsFor(192, 257)).toBe(192);
    expect(columnsFor(1024, 577)).toBe(256);
    expect(columnsFor(1152, 730)).toBe(192);
    expect(columnsFor(1, 1_000_000)).toBe(1);
    expect(columnsFor(896, 1_000_000)).toBe(1);
  });

  it.each([
    [120, 896],
    [223, 896],
    [224, 448],
    [729, 224],
    [32_768, 4],
    [300_000, 1],
  ])('of a run that has %i of them with 896 columns are cut into blocks of %i', async (rows, columns) => {
    const builder = new ModelBuilder((file) => file);
    const count = builder.input('rows', 'i64', [1]);
    builder.output('columns', columnsAtRun({ builder }, 896, count), 'i64', [1]);
    const session = await InferenceSession.create(builder.build('columns'));
    const answer = await session.run({ rows: new Tensor('int64', BigInt64Array.of(BigInt(rows)), [1]) });
    expect(answer['columns']?.data).toEqual(BigInt64Array.of(BigInt(columns)));
    expect(columnsFor(896, rows)).toBe(columns);
    await session.release();
  });
});
