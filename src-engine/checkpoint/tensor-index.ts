/** All tensors of a model folder by their stored names, from one file or from shards. Which of them run is not known here. */
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { exists, fileError } from '../files/bounded-file.ts';
import { parseDocument, published, readJson } from '../files/published-json.ts';
import { limits } from '../files/limits.ts';
import { otherKind } from './folder-kinds/folder-kinds.ts';
import { folderLimits } from './limits.ts';
import { checkLink } from './links.ts';
import { refusal } from '../files/refusal.ts';
import { readSafetensorsHeader, type StoredTensor } from '../files/safetensors.ts';
import { quote } from '../files/words.ts';
import { indexFile, singleFile } from './weight-files.ts';

export type Tensors = ReadonlyMap<string, StoredTensor>;

/** What an index file promises and the folder does not hold. */
export type AbsentTensor =
  | { readonly kind: 'shard-missing'; readonly shard: string; readonly missing: number; readonly of: number }
  | { readonly kind: 'not-in-shard'; readonly shard: string };

export interface TensorIndex {
  readonly tensors: Tensors;
  /** By stored name. No harm as long as nothing needs them. */
  readonly absent: ReadonlyMap<string, AbsentTensor>;
}

const index = published(indexFile);

const indexSchema = z.object({
  weight_map: z.record(z.string(), z.string({ error: 'must name a file' }), {
    error: 'must be an object of tensor names and file names',
  }),
});

interface Shard {
  readonly tensors: Tensors;
  readonly headerBytes: number;
}

/** One file with its tensors, placed at the real path: ONNX Runtime refuses links that leave its folder. */
async function readShard(directory: string, name: string): Promise<Shard> {
  const path = join(directory, name);
  await checkLink(directory, path); // a shard may lie in a folder below
  const { tensors, headerBytes } = await readSafetensorsHeader(path);
  const file = await realpath(path).catch((cause: unknown) => {
    throw fileError(published(path), cause);
  });
  return { tensors: new Map([...tensors].map(([tensor, at]) => [tensor, { ...at, file }])), headerBytes };
}

/** Each shard alone may be as large as a single file; a thousand such must not be. */
async function readShards(
  directory: string,
  shards: readonly string[],
): Promise<ReadonlyMap<string, Tensors>> {
  const read = new Map<string, Tensors>();
  let tensors = 0;
  let headerBytes = 0;
  for (const name of shards) {
    const shard = await readShard(directory, name);
    read.set(name, shard.tensors);
    tensors += shard.tensors.size;
    headerBytes += shard.headerBytes;
    if (tensors <= limits.tensors && headerBytes <= limits.safetensorsHeaderBytes) continue;
    const fact = `The shards up to ${quote(name)} declare ${tensors} tensors in ${headerBytes} bytes of headers, more than the ${limits.tensors} in ${limits.safetensorsHeaderBytes} allowed`;
    throw new EngineError('bad-checkpoint', fact, { remedy: { kind: 'download-again', what: 'them' } });
  }
  return read;
}

/** A shard's name must stay inside the folder; where its links may lead is said in links.ts. */
function checkShardName(name: string): void {
  const path = normalize(name);
  const leaves =
    path === '..' || path.startsWith(`..${sep}`) || isAbsolute(name) || /^[a-z]:|[\\\0]/iu.test(name);
  if (leaves || path === '.' || !name.endsWith('.safetensors')) {
    throw refusal(
      index,
      `names the shard ${quote(name)}, which is not a .safetensors file inside the model folder`,
    );
  }
}

/** [tensor, shard] of every entry, checked. */
export async function readPlaces(directory: string): Promise<readonly (readonly [string, string])[]> {
  const document = await readJson(join(directory, indexFile), folderLimits.shardIndexBytes);
  const places = Object.entries(parseDocument(indexSchema, document).weight_map);
  if (places.length > limits.tensors) {
    throw refusal(index, `lists ${places.length} tensors, more than the ${limits.tensors} allowed`);
  }
  const shards = new Set(places.map(([, shard]) => shard));
  if (shards.size > folderLimits.shards) {
    throw refusal(index, `names ${shards.size} shards, more than the ${folderLimits.shards} allowed`);
  }
  shards.forEach(checkShardName);
  return places;
}

/**
 * As transformers reads them: the index says which files there are, and every tensor of those files counts, wherever the index places it; of
 * two with one name that of the later file, by name. Throws `bad-checkpoint`.
 */
async function shardedTensors(directory: string): Promise<TensorIndex> {
  const places = await readPlaces(directory);
  const shards = [...new Set(places.map(([, shard]) => shard))].sort();
  const there: string[] = [];
  for (const shard of shards) if (await exists(join(directory, shard))) there.push(shard);
  const byShard = await readShards(directory, there);
  const tensors = new Map([...byShard.values()].flatMap((shard) => [...shard]));
  const absence = (shard: string): AbsentTensor =>
    byShard.has(shard)
      ? { kind: 'not-in-shard', shard }
      : { kind: 'shard-missing', shard, missing: shards.length - there.length, of: shards.length };
  const absent = places.filter(([tensor]) => !tensors.has(tensor));
  return { tensors, absent: new Map(absent.map(([tensor, shard]) => [tensor, absence(shard)])) };
}

/** Throws what the folder is instead, where it has no weights that are read. */
export async function checkHasWeights(directory: string): Promise<void> {
  if (await exists(join(directory, singleFile))) return;
  if (await exists(join(directory, indexFile))) return;
  const other = await otherKind(directory);
  if (other !== undefined) throw other;
  const fact = `The folder has neither ${singleFile} nor ${indexFile}`;
  throw new EngineError('bad-checkpoint', fact, { remedy: `download the model's weights into it` });
}

/**
 * Reads the headers of all weight files; a single file goes before an index, as in transformers.
 *
 * @param only 'shards': as if there were no single file
 * @throws EngineError `bad-checkpoint` or `unsupported`
 */
export async function readTensorIndex(directory: string, only?: 'shards'): Promise<TensorIndex> {
  if (only === undefined && (await exists(join(directory, singleFile)))) {
    return { tensors: (await readShard(directory, singleFile)).tensors, absent: new Map() };
  }
  await checkHasWeights(directory);
  return shardedTensors(directory);
}
