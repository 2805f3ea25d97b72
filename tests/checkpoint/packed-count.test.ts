import { describe, expect, it } from 'vitest';
import type { StoredTensor } from '../../src-engine/files/safetensors.ts';
import { numbersStored } from '../../src-engine/checkpoint/packed-count.ts';

/** Name, type, shape and bytes of a number. */
type Row = readonly [name: string, dtype: StoredTensor['dtype'], shape: readonly number[], bytesEach: number];

const count = (quantization: unknown, rows: readonly Row[]): number =>
  numbersStored(
    new Map(
      rows.map(([name, dtype, shape, each]) => [
        name,
        {
          file: 'f',
          dtype,
          shape,
          offset: 0,
          bytes: each * shape.reduce((product, side) => product * side, 1),
        },
      ]),
    ),
    { file: 'config.json', value: { quantization_config: quantization } },
  );

const norm: Row = ['a.norm.weight', 'F16', [64], 2];

describe('the numbers of packed weights', () => {
  it('are those that they stand for: 64 x 128 in 4 bits, and a norm of 64', () => {
    const gptq: readonly Row[] = [
      ['a.qweight', 'I32', [16, 64], 4], // 8 numbers of 4 bits in each
      ['a.qzeros', 'I32', [1, 8], 4],
      ['a.scales', 'F16', [1, 64], 2],
      ['a.g_idx', 'I32', [128], 4],
    ];
    expect(count({ quant_method: 'gptq', bits: 4 }, [...gptq, norm])).toBe(8192 + 64);
    const bitsandbytes: readonly Row[] = [
      ['a.weight', 'U8', [4096, 1], 1],
      ['a.weight.absmax', 'F32', [128], 4],
      ['a.weight.quant_state.bitsandbytes__nf4', 'U8', [90], 1],
    ];
    expect(count({ quant_method: 'bitsandbytes', load_in_4bit: true }, [...bitsandbytes, norm])).toBe(8256);
    const mlx: readonly Row[] = [
      ['a.weight', 'U32', [64, 16], 4],
      ['a.scales', 'F16', [64, 2], 2],
      ['a.biases', 'F16', [64, 2], 2],
    ];
    expect(count({ group_size: 64, bits: 4 }, [...mlx, norm])).toBe(8256);
    const awq: readonly Row[] = [['a.qweight', 'I32', [128, 8], 4]];
    expect(count({ quant_method: 'awq', w_bit: 4 }, [...awq, norm])).toBe(8256);
  });

  it('are not guessed where nothing says in how many bits', () => {
    expect(count(undefined, [['a.qweight', 'I32', [16, 64], 4], norm])).toBe(0);
  });

  it('are all numbers of floats, and no table of positions', () => {
    expect(count(undefined, [norm, ['position_ids', 'I64', [1, 577], 8]])).toBe(64);
  });
});
