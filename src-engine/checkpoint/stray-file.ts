/** A single weight file beside an index of shards: which of the two is read, and what to do where it is the wrong one. */
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import { exists } from '../files/bounded-file.ts';
import { readPlaces } from './tensor-index.ts';
import { indexFile, singleFile } from './weight-files.ts';

/** False also where the index cannot be read: then nothing is known of it. */
async function shardsBeside(directory: string): Promise<boolean> {
  if (!(await exists(join(directory, singleFile))) || !(await exists(join(directory, indexFile))))
    return false;
  try {
    const shards = new Set((await readPlaces(directory)).map(([, shard]) => shard));
    shards.delete(singleFile);
    for (const shard of shards) if (await exists(join(directory, shard))) return true;
    return false;
  } catch (cause) {
    if (cause instanceof EngineError) return false;
    throw cause;
  }
}

/** Said where the single file is whole, so that nobody takes the answers for the shards'. */
export async function strayFileNote(directory: string): Promise<string | undefined> {
  return (await shardsBeside(directory))
    ? `The folder holds ${singleFile} and shards with an index; ${singleFile} is read, as transformers does. Remove what does not belong.`
    : undefined;
}

/**
 * @param cause why the single file cannot be used
 * @param readShards resolves where the shards alone are a whole model
 * @returns undefined where they are not, or where `cause` is no refusal
 */
export async function strayFileRefusal(
  directory: string,
  cause: unknown,
  readShards: () => Promise<unknown>,
): Promise<EngineError | undefined> {
  if (!(cause instanceof EngineError) || !(await shardsBeside(directory))) return undefined;
  try {
    await readShards();
  } catch (other) {
    if (other instanceof EngineError) return undefined;
    throw other;
  }
  const fact = `${singleFile} is read before the shards of ${indexFile}, as transformers does, and it is not this model (${cause.fact}), while the shards are whole`;
  return new EngineError('bad-checkpoint', fact, { remedy: `remove or rename ${singleFile}`, cause });
}
