/** How many numbers packed weights stand for, told by their names, their types and the bits that config.json says. Reads no bytes of them. */
import { isObject } from '../files/document.ts';
import type { JsonDocument } from '../files/published-json.ts';
import { elementCount } from '../files/tensor-types.ts';
import type { Tensors } from './tensor-index.ts';

/** What packing needs beside the weights: scales, zeros, orders and tables of GPTQ, AWQ, MLX, bitsandbytes and compressed-tensors. */
const beside =
  /\.(?:scales|biases|qzeros|g_idx|SCB|absmax|quant_map|nested_absmax|nested_quant_map|quant_state\.[\w.]+|weight_(?:scale|zero_point|shape|g_idx))$|\.weight\.(?:absmax|quant_map|nested_absmax|nested_quant_map|quant_state\.[\w.]+)$/u;

/** Bits of one number in the packed tensors; undefined where nothing says so. */
export function packedBits({ value }: JsonDocument): number | undefined {
  const config = isObject(value) ? (value['quantization_config'] ?? value['quantization']) : undefined;
  if (!isObject(config)) return undefined;
  const {
    bits,
    w_bit: width,
    load_in_4bit: four,
    load_in_8bit: eight,
    _load_in_4bit,
    _load_in_8bit,
  } = config;
  const known = [
    bits,
    width,
    four === true || _load_in_4bit === true ? 4 : undefined,
    eight === true || _load_in_8bit === true ? 8 : undefined,
  ].find((count) => typeof count === 'number');
  return typeof known === 'number' && Number.isInteger(known) && known > 0 && known < 32 ? known : undefined;
}

/** Numbers of the model in all its tensors; 0 where weights are packed and nothing says in how many bits, which is not to be guessed. */
export function numbersStored(tensors: Tensors, config: JsonDocument): number {
  const bits = packedBits(config);
  let sum = 0;
  for (const [name, { dtype, shape, bytes }] of tensors) {
    if (beside.test(name)) continue;
    if (/^(?:BF|F)\d/u.test(dtype)) sum += elementCount(shape) ?? 0;
    else if (/^[IU]\d/u.test(dtype) && /\.(?:q?weight|weight_packed)$/u.test(name)) {
      if (bits === undefined) return 0;
      sum += Math.floor((8 * bytes) / bits);
    }
  }
  return sum;
}
