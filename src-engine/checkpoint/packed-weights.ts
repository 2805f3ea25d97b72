/** Weights that another program packed into few bits or laid out its own way: who did it, told by the tensors' names and types. Reads none. */
import { EngineError } from '../errors.ts';
import { isObject } from '../files/document.ts';
import type { JsonDocument } from '../files/published-json.ts';
import { quotePath } from '../files/words.ts';
import type { ModelFolder } from './folder.ts';
import type { Tensors } from './tensor-index.ts';

interface Packing {
  readonly by: string;
  readonly recognise: (tensors: Tensors) => boolean;
}

const some = (tensors: Tensors, pattern: RegExp): boolean => {
  for (const name of tensors.keys()) if (pattern.test(name)) return true;
  return false;
};

const hasType = (tensors: Tensors, pattern: RegExp): boolean => {
  for (const { dtype } of tensors.values()) if (pattern.test(dtype)) return true;
  return false;
};

/** First choice first: several share names. */
const packings: readonly Packing[] = [
  {
    by: 'by MLX',
    recognise: (tensors) => some(tensors, /\.scales$/u) && hasType(tensors, /^U32$/u),
  },
  { by: 'by GPTQ', recognise: (tensors) => some(tensors, /\.qweight$/u) && some(tensors, /\.g_idx$/u) },
  { by: 'by AWQ', recognise: (tensors) => some(tensors, /\.qweight$/u) },
  {
    by: 'by bitsandbytes',
    recognise: (tensors) => some(tensors, /\.(?:absmax|SCB|quant_state\.bitsandbytes__\w+)$/u),
  },
  { by: 'by compressed-tensors', recognise: (tensors) => some(tensors, /\.weight_packed$/u) },
  { by: 'by HQQ', recognise: (tensors) => some(tensors, /\.W_q$/u) },
  { by: 'by AQLM', recognise: (tensors) => some(tensors, /\.codebooks$/u) },
  { by: 'by quanto', recognise: (tensors) => some(tensors, /\.weight\._data$/u) },
  { by: 'in fp8', recognise: (tensors) => hasType(tensors, /^F8_/u) },
  { by: 'in int8', recognise: (tensors) => hasType(tensors, /^[IU]8$/u) && some(tensors, /scale/u) },
];

/** MLX's `quantization`; transformers' `quantization_config` is refused before anything else is read. */
function bitsIn({ value }: JsonDocument): number | undefined {
  const quantization = isObject(value) ? (value['quantization'] ?? value['quantization_config']) : undefined;
  const bits = isObject(quantization) ? quantization['bits'] : undefined;
  return typeof bits === 'number' && Number.isInteger(bits) && bits > 0 && bits < 32 ? bits : undefined;
}

/** MLX writes a convolution's channels last, also where nothing is quantised. */
function channelsLast(tensors: Tensors): boolean {
  for (const [name, { shape }] of tensors) {
    if (name.endsWith('patch_embedding.weight') && shape.length === 4) {
      return shape[3] === 3 && shape[1] === shape[2] && shape[1] !== 3;
    }
  }
  return false;
}

/** @returns undefined where `cause` has nothing to do with packing */
export async function packedRefusal(folder: ModelFolder, cause: unknown): Promise<EngineError | undefined> {
  if (!(cause instanceof EngineError)) return undefined;
  const tensors = await folder.tensors().then(
    (index) => index.tensors,
    () => undefined,
  );
  if (tensors === undefined) return undefined;
  const packing = packings.find(({ recognise }) => recognise(tensors));
  if (packing !== undefined) {
    const bits = bitsIn(folder.config);
    const fact = `Weights packed ${packing.by}${bits === undefined ? '' : ` in ${bits} bits`} are not read (${quotePath(folder.directory)})`;
    return new EngineError('unsupported', fact, { remedy: 'take the fp16 or bf16 model', cause });
  }
  if (some(tensors, /\.base_layer\.|^base_model\./u)) {
    return new EngineError('unsupported', 'The weights hold a LoRA that was not merged into the model', {
      remedy: 'merge it (peft: merge_and_unload) and save the model again',
      cause,
    });
  }
  if (!channelsLast(tensors)) return undefined;
  return new EngineError('unsupported', 'Weights in the layout of MLX (channels last) are not read', {
    remedy: 'take the model that they were converted from',
    cause,
  });
}
