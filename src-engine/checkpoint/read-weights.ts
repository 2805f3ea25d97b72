/** The weights of an opened folder: found, settled where config.json leaves something open, checked, and what of them is not used. */
import type { Family } from '../families/family.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import type { ModelSpec } from '../families/spec.ts';
import type { Weights } from './checkpoint.ts';
import { adapterNote } from './folder-kinds/adapter.ts';
import { packedRefusal } from './packed-weights.ts';
import type { ModelFolder } from './folder.ts';
import { strayFileNote, strayFileRefusal } from './stray-file.ts';
import type { TensorIndex } from './tensor-index.ts';
import { settleHead } from './tied-head.ts';
import { unusedTensorNotes } from './unused-tensors.ts';
import { checkWeights, findWeights } from './weights.ts';

export interface ReadWeights {
  /** As given, with the head settled. */
  readonly spec: ModelSpec;
  readonly weights: Weights;
  readonly expected: readonly ExpectedTensor[];
  readonly notes: readonly string[];
}

async function fromIndex(
  { tensors: stored, absent }: TensorIndex,
  proposed: ModelSpec,
  family: Family,
): Promise<ReadWeights> {
  const { spec, tensors, notes } = await settleHead(proposed, stored, family);
  const expected = family.tensors(spec);
  const weights = findWeights(expected, tensors, family);
  checkWeights(expected, weights, { absent, family });
  const unused = unusedTensorNotes(expected, tensors, spec, family);
  return { spec, weights, expected, notes: [...notes, ...unused] };
}

/** Throws `bad-checkpoint` or `unsupported`: the files, a tensor that is missing or of another shape, weights in a packed form. */
export async function readWeights(
  folder: ModelFolder,
  spec: ModelSpec,
  family: Family,
): Promise<ReadWeights> {
  try {
    const read = await fromIndex(await folder.tensors(), spec, family);
    const beside = [await strayFileNote(folder.directory), await adapterNote(folder.directory)];
    return { ...read, notes: [...read.notes, ...beside.filter((note) => note !== undefined)] };
  } catch (cause) {
    const shards = () => folder.tensors('shards').then((index) => fromIndex(index, spec, family));
    throw (
      (await strayFileRefusal(folder.directory, cause, shards)) ??
      (await packedRefusal(folder, cause)) ??
      cause
    );
  }
}
