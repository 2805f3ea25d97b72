/** The shards that an index of weights names, and whether a repository has them. */
import { EngineError } from '../errors.ts';
import { documentIfWhole } from '../files/document.ts';
import { quote } from '../files/words.ts';
import { folderLimits } from '../checkpoint/limits.ts';
import { indexFile, singleFile } from '../checkpoint/weight-files.ts';
import { twinOfRepository } from '../checkpoint/folder-kinds/twins.ts';
import { z } from 'zod';
import type { Repository } from './repository.ts';

const schema = z.looseObject({ weight_map: z.record(z.string(), z.string()) });

/** Throws `bad-input` for a damaged index, and for shards that the repository does not have. */
export function shardsOf(text: string, { name, files }: Repository): readonly string[] {
  const index = documentIfWhole(schema, text);
  const shards = index === undefined ? [] : [...new Set(Object.values(index.weight_map))].sort();
  if (shards.length === 0 || shards.length > folderLimits.shards) {
    throw new EngineError('bad-input', `${indexFile} of ${quote(name)} is no index of weights`, {
      remedy: 'take another revision of it',
    });
  }
  const paths = new Set(files.map(({ path }) => path));
  const absent = shards.find((shard) => !paths.has(shard));
  if (absent === undefined) return shards;
  throw new EngineError(
    'bad-input',
    `${quote(name)} lacks ${quote(absent)}, which its index of weights names`,
    {
      remedy: 'take another revision of it',
    },
  );
}

/** Throws `bad-input` for a repository without the files that every model has. */
export function checkIsModel({ name, files }: Repository): void {
  const paths = new Set(files.map(({ path }) => path));
  const twin = twinOfRepository(name);
  const remedy =
    twin === undefined
      ? 'look for the same model as safetensors'
      : `take ${twin}, which holds the same weights`;
  if (!paths.has('config.json')) {
    const gguf = files.some(({ path }) => /\.gguf$/iu.test(path));
    const what = gguf ? 'holds GGUF files, another program’s form of a model' : 'has no config.json';
    throw new EngineError('bad-input', `${quote(name)} ${what}`, { remedy });
  }
  if (!paths.has(singleFile) && !paths.has(indexFile)) {
    throw new EngineError('bad-input', `${quote(name)} has no weights as safetensors`, { remedy });
  }
}
