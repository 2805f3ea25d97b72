/** Stored tensors under canonical names, checked against a spec. No bytes are read. */
import { EngineError } from '../errors.ts';
import type { Weights } from './checkpoint.ts';
import type { TensorLocation, WeightType } from '../files/tensor-location.ts';
import type { Family } from '../families/family.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import type { StoredTensor } from '../files/safetensors.ts';
import type { AbsentTensor, Tensors } from './tensor-index.ts';
import { indexFile } from './weight-files.ts';
import { published } from '../files/published-json.ts';
import { refusal } from '../files/refusal.ts';
import { byReducedName } from '../families/parts/tensor-names.ts';
import { elementCount } from '../files/tensor-types.ts';
import { quote } from '../files/words.ts';

const weightTypes: ReadonlySet<string> = new Set<WeightType>(['F32', 'F16', 'BF16']);

function isWeightType(type: string): type is WeightType {
  return weightTypes.has(type);
}

function located(expected: ExpectedTensor, tensor: StoredTensor): TensorLocation {
  const { stored, shape, leading = 0 } = expected;
  const inFile = [...new Array<number>(leading).fill(1), ...shape];
  const { dtype } = tensor;
  if (tensor.shape.length !== inFile.length || tensor.shape.some((side, axis) => side !== inFile[axis])) {
    const fact = `Tensor ${quote(stored)} has the shape [${tensor.shape.join(', ')}] where config.json makes it [${inFile.join(', ')}]`;
    throw new EngineError('bad-checkpoint', fact, { remedy: 'download config.json and the weights again' });
  }
  if (!isWeightType(dtype)) {
    const fact = `Tensor ${quote(stored)} has the element type ${dtype}, but only F32, F16 and BF16 weights are read`;
    throw new EngineError('unsupported', fact, { remedy: 'get the model in one of them' });
  }
  return { file: tensor.file, dtype, shape, offset: tensor.offset, bytes: tensor.bytes };
}

/**
 * Finds the tensors that run in the index; everything else in the index is ignored.
 * `get` throws `bad-checkpoint` (absent, or of another shape) or `unsupported` (element type).
 */
export function findWeights(
  tensorsThatRun: readonly ExpectedTensor[],
  tensors: Tensors,
  { storedName }: Pick<Family, 'storedName'>,
): Weights {
  const expected = new Map(tensorsThatRun.map((tensor) => [tensor.name, tensor]));
  const wanted = new Set(tensorsThatRun.map(({ stored }) => stored));
  const found = byReducedName(tensors, wanted, storedName);
  const find = (name: string) => {
    const tensor = expected.get(name);
    return tensor && found.get(tensor.stored);
  };
  return {
    get(name) {
      const tensor = expected.get(name);
      const at = find(name);
      if (tensor !== undefined && at !== undefined) return located(tensor, at);
      const fact = `The weights have no tensor ${quote(tensor?.stored ?? name)}`;
      throw new EngineError('bad-checkpoint', fact, { remedy: 'download the weights again' });
    },
    has: (name) => find(name) !== undefined,
    names: () => [...expected.keys()],
  };
}

interface Promised {
  readonly absent: ReadonlyMap<string, AbsentTensor>;
  readonly family: Pick<Family, 'storedName'>;
}

/** A needed tensor that the index promises: the download stopped early, or index and shards are of two models. */
function brokenPromise(
  missing: readonly ExpectedTensor[],
  { absent, family }: Promised,
): EngineError | undefined {
  const wanted = new Set(missing.map(({ stored }) => stored));
  const needed = [...absent].filter(([name]) => wanted.has(family.storedName(name)));
  const shard = needed.map(([, at]) => at).find((at) => at.kind === 'shard-missing');
  if (shard !== undefined) {
    const fact = `Shard ${quote(shard.shard)} is missing (${shard.missing} of ${shard.of} shards are)`;
    return new EngineError('bad-checkpoint', fact, { remedy: 'finish the download' });
  }
  const [first] = needed;
  if (first === undefined) return undefined;
  const [name, at] = first;
  const fact = `places tensor ${quote(name)} in ${quote(at.shard)}, which does not hold it`;
  return refusal(published(indexFile), fact, { cure: 'download both again' });
}

/** Throws for the first needed tensor that is missing (with their number), then for the first that does not fit. */
export function checkWeights(
  expected: readonly ExpectedTensor[],
  weights: Weights,
  promised: Promised,
): void {
  const missing = expected.filter(({ name }) => !weights.has(name));
  const first = missing[0];
  if (first !== undefined) {
    const broken = brokenPromise(missing, promised);
    if (broken !== undefined) throw broken;
    const fact = `The weights have no tensor ${quote(first.stored)} (${missing.length} of ${expected.length} needed tensors are missing)`;
    throw new EngineError('bad-checkpoint', fact, {
      remedy: 'download the weights that belong to this config.json',
    });
  }
  for (const { name } of expected) weights.get(name);
}

/** Numbers in the tensors that run; a tied head counts once. */
export function parameterCount(expected: readonly ExpectedTensor[]): number {
  const sizes = new Map(expected.map(({ stored, shape }) => [stored, elementCount(shape) ?? 0]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
