/**
 * Weights made by chance, for shapes whose real ones nobody has to download: one file of random numbers, in which every tensor is another
 * window. So the file is as large as the largest tensor, while each tensor has bytes of its own and takes its own room in memory.
 */
import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Weights } from '../checkpoint/checkpoint.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import type { Progress } from '../engine.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import { replaceAtomically } from '../files/atomic-write.ts';
import { readAt, withFile } from '../files/bounded-file.ts';
import type { TensorLocation } from '../files/tensor-location.ts';
import { elementCount } from '../files/tensor-types.ts';
import { forOwner } from '../files/for-owner.ts';

/** Raise it with every change of what is in the file. */
const version = 1;

/** Numbers in bf16, as most published weights are. */
const numberBytes = 2;

/** In front: ones for the weights of norms, then zeros for biases; as many as any vector of a shape is long. */
const vectorNumbers = 65_536;

/** Written, and made from the seed of its place, at a time: so the first and the last tell whether a file is whole. */
const chunkNumbers = 2_097_152;

/** Windows of the largest tensors can begin at so many numbers still. */
const room = 8 * chunkNumbers;

/** As wide as trained layers of these widths have them: their products neither vanish nor overflow. */
const deviation = 0.02;

/** Whoever waits for it. */
export interface Watched {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

export interface RandomWeights {
  readonly weights: Weights;
  readonly file: string; // absolute
}

/**
 * Finds or makes the file for these tensors.
 * Throws `bad-input` where it cannot be written or the disk lacks room, `aborted`; nothing is left behind then.
 */
export async function randomWeights(
  tensors: readonly ExpectedTensor[],
  directory: string,
  { signal, onProgress }: Watched,
): Promise<RandomWeights> {
  const largest = Math.max(...tensors.map(({ shape }) => numbersOf(shape)));
  const chunks = Math.ceil(largest / chunkNumbers) + room / chunkNumbers;
  const file = join(directory, `random-v${version}-${chunks}.bin`);
  if (!(await isWhole(file, chunks))) {
    await prepareFolder(directory, fileBytes(chunks));
    const progress = (done: number): void => {
      throwIfAborted(signal);
      onProgress?.({ stage: 'Making random weights, once', done, total: chunks });
    };
    await writeFile(file, chunks, progress);
  }
  return { weights: windows(tensors, file, chunks), file };
}

const numbersOf = (shape: readonly number[]): number => elementCount(shape) ?? Infinity;
const fileBytes = (chunks: number): number => (2 * vectorNumbers + chunks * chunkNumbers) * numberBytes;

/** Weights of norms are ones, biases zeros, everything else is a window of its own. */
function windows(tensors: readonly ExpectedTensor[], file: string, chunks: number): Weights {
  const stored = [...new Set(tensors.map((tensor) => tensor.stored))];
  const order = new Map(stored.map((name, index) => [name, index]));
  const located = new Map(
    tensors.map(({ name, stored: own, shape }): [string, TensorLocation] => {
      const bytes = numbersOf(shape) * numberBytes;
      const place = { file, dtype: 'BF16', shape, bytes } as const;
      if (shape.length > 1 || name === 'vision.class' || name === 'newline') {
        const free = chunks * chunkNumbers - numbersOf(shape);
        const start = 2 * vectorNumbers + Math.floor(free * fraction(order.get(own) ?? 0));
        return [name, { ...place, offset: start * numberBytes }];
      }
      if (numbersOf(shape) > vectorNumbers)
        throw new RangeError(`${name} is longer than any vector should be.`);
      return [name, { ...place, offset: name.endsWith('.bias') ? vectorNumbers * numberBytes : 0 }];
    }),
  );
  return {
    get(name) {
      const location = located.get(name);
      if (location === undefined) throw new RangeError(`There is no tensor ${name} in this shape.`);
      return location;
    },
    has: (name) => located.has(name),
    names: () => [...located.keys()],
  };
}

/** Spreads 0, 1, 2, … over 0..1 so that no two are near each other (the golden ratio's multiples). */
const fraction = (index: number): number => (index * 0.618_033_988_749_895) % 1;

async function isWhole(file: string, chunks: number): Promise<boolean> {
  try {
    return await withFile(file, { file, code: 'bad-input', remedy: '' }, async (handle) => {
      const { size } = await handle.stat();
      if (size !== fileBytes(chunks)) return false;
      const at = async (chunk: number): Promise<boolean> => {
        const offset = (2 * vectorNumbers + chunk * chunkNumbers) * numberBytes;
        const made = bytesOf(randomChunk(chunk)).subarray(0, 4096);
        return Buffer.compare(await readAt(handle, offset, made.length), made) === 0;
      };
      return (await at(0)) && (await at(chunks - 1));
    });
  } catch {
    return false; // not there, or not to be read: it is made
  }
}

async function writeFile(path: string, chunks: number, progress: (done: number) => void): Promise<void> {
  await replaceAtomically(path, async (file) => {
    const vectors = new Uint16Array(2 * vectorNumbers).fill(bf16(1), 0, vectorNumbers);
    await file.writeFile(bytesOf(vectors));
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      progress(chunk);
      await file.writeFile(bytesOf(randomChunk(chunk)));
    }
  });
}

const bytesOf = (numbers: Uint16Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/** 4096 steps of an even distribution: fine enough for numbers of eight significant bits. */
const steps = 4096;
let levels: Uint16Array | undefined;

/** bf16 numbers, the same for the same chunk; Marsaglia's xorshift, two numbers a step. */
function randomChunk(chunk: number): Uint16Array {
  levels ??= Uint16Array.from({ length: steps }, (_, step) =>
    bf16(((step + 0.5) / steps - 0.5) * Math.sqrt(12) * deviation),
  );
  const numbers = new Uint16Array(chunkNumbers);
  let state = (chunk + 1) * 0x9e3779b9;
  for (let index = 0; index < numbers.length; index += 2) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    numbers[index] = levels[state & (steps - 1)] ?? 0;
    numbers[index + 1] = levels[(state >>> 16) & (steps - 1)] ?? 0;
  }
  return numbers;
}

/** The upper half of the fp32 number. */
function bf16(value: number): number {
  return (new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0) >>> 16;
}

async function prepareFolder(directory: string, bytes: number): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: forOwner.folder });
  } catch (cause) {
    throw new EngineError('bad-input', `The folder ${directory} for random weights cannot be made`, {
      remedy: 'set DYMU_CACHE to a folder that you may write to',
      detail: String(cause),
      cause,
    });
  }
  const free = await statfs(directory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Infinity, // the file system does not say
  );
  if (free >= bytes) return;
  const megabytes = (amount: number): string => `${(amount / 1e6).toFixed(0)} MB`;
  throw new EngineError(
    'bad-input',
    `Random weights take ${megabytes(bytes)}, but ${directory} has ${megabytes(free)} of free space`,
    { remedy: 'free some, or set DYMU_CACHE to a folder on another disk' },
  );
}
