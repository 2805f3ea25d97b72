/** The weights of an opened folder: found, settled where config.json leaves something open, checked, and what of them is not used. */
import type { Family } from '../families/family.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import type { EncoderSpec, ModelSpec } from '../families/spec.ts';
import type { Weights } from './checkpoint.ts';
import { adapterNote } from './folder-kinds/adapter.ts';
import { packedRefusal } from './packed-weights.ts';
import type { ModelFolder } from './folder.ts';
import { strayFileNote, strayFileRefusal } from './stray-file.ts';
import type { TensorIndex } from './tensor-index.ts';
import { settleHead } from './tied-head.ts';
import { unusedTensorNotes } from './unused-tensors.ts';
import { checkWeights, findWeights } from './weights.ts';

interface Found {
  readonly weights: Weights;
  readonly notes: readonly string[];
}

export interface ReadWeights extends Found {
  /** As given, with the head settled. */
  readonly spec: ModelSpec;
  readonly expected: readonly ExpectedTensor[];
}

type Names = Pick<Family, 'storedName'>;

function found(
  expected: readonly ExpectedTensor[],
  { tensors, absent }: TensorIndex,
  spec: Pick<EncoderSpec, 'vision' | 'text'>,
  family: Names,
): Found {
  const weights = findWeights(expected, tensors, family);
  checkWeights(expected, weights, { absent, family });
  return { weights, notes: unusedTensorNotes(expected, tensors, spec, family) };
}

async function fromIndex(
  { tensors: stored, absent }: TensorIndex,
  proposed: ModelSpec,
  family: Family,
): Promise<ReadWeights> {
  const { spec, tensors, notes } = await settleHead(proposed, stored, family);
  const expected = family.tensors(spec);
  const read = found(expected, { tensors, absent }, spec, family);
  return { spec, expected, weights: read.weights, notes: [...notes, ...read.notes] };
}

/** Reads what `read` makes of the folder's tensors, or says why they cannot be this model's. */
async function ofFolder<T extends Found>(
  folder: ModelFolder,
  read: (index: TensorIndex) => Promise<T>,
): Promise<T> {
  try {
    const whole = await read(await folder.tensors());
    const beside = [await strayFileNote(folder.directory), await adapterNote(folder.directory)];
    return { ...whole, notes: [...whole.notes, ...beside.filter((note) => note !== undefined)] };
  } catch (cause) {
    const shards = () => folder.tensors('shards').then(read);
    throw (
      (await strayFileRefusal(folder.directory, cause, shards)) ??
      (await packedRefusal(folder, cause)) ??
      cause
    );
  }
}

/** Throws `bad-checkpoint` or `unsupported`: the files, a tensor that is missing or of another shape, weights in a packed form. */
export function readWeights(folder: ModelFolder, spec: ModelSpec, family: Family): Promise<ReadWeights> {
  return ofFolder(folder, (index) => fromIndex(index, spec, family));
}

/** The same of an encoder alone. */
export function readTowerWeights(
  folder: ModelFolder,
  expected: readonly ExpectedTensor[],
  spec: Pick<EncoderSpec, 'vision'>,
  names: Names,
): Promise<Found> {
  return ofFolder(folder, (index) => Promise.resolve(found(expected, index, spec, names)));
}
