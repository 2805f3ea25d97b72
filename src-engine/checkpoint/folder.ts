/** The model folder itself: that it is one, its small JSON files, and where to get the rest. No weights. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EngineError } from '../errors.ts';
import { snapshotOf } from './hub-cache.ts';
import { findModel } from './hub-names.ts';
import { readJson, readOptionalJson, type JsonDocument } from '../files/published-json.ts';
import { folderLimits } from './limits.ts';
import { readTensorIndex, type TensorIndex } from './tensor-index.ts';
import { readTokenizer, type TokenizerFiles } from './text-files.ts';
import { quotePath } from '../files/words.ts';

/** The folder and the one file that it must have. */
export interface ConfigFolder {
  readonly directory: string; // absolute
  readonly name: string;
  readonly config: JsonDocument;
}

export interface ModelFolder extends ConfigFolder {
  readonly preprocessor: JsonDocument | undefined;
  readonly videoPreprocessor: JsonDocument | undefined;
  readonly processor: JsonDocument | undefined;
  readonly generation: JsonDocument | undefined;
  /** Throw `bad-checkpoint` or `unsupported`; called only once the model is known to be of a family that runs. */
  readonly tokenizer: () => Promise<TokenizerFiles>;
  readonly tensors: (only?: 'shards') => Promise<TensorIndex>;
}

async function checkDirectory(directory: string): Promise<void> {
  let isDirectory: boolean;
  try {
    isDirectory = (await stat(directory)).isDirectory();
  } catch (cause) {
    const fact = `There is no model folder ${quotePath(directory)}`;
    throw new EngineError('bad-input', fact, {
      remedy: 'give the folder that holds config.json',
      detail: String(cause),
      cause,
    });
  }
  if (!isDirectory) {
    const fact = `${quotePath(directory)} is a file, not a model folder`;
    throw new EngineError('bad-input', fact, { remedy: 'give the folder that holds config.json' });
  }
}

/** The folder's name; its parent's where the own one says nothing, the repository's in a download cache. */
function modelName(directory: string): string {
  const cached = /[\\/]models--([^\\/]+)[\\/]snapshots[\\/][^\\/]+$/u.exec(directory)?.[1];
  if (cached !== undefined) return cached.replace('--', '/');
  const own = basename(directory);
  return own === 'model' || own === 'checkpoint' ? basename(dirname(directory)) || own : own;
}

/**
 * A repository's folder in a download cache stands for its snapshot, and so does its name, `org/name`.
 * Throws `bad-input` for what is no folder, `bad-checkpoint` for a missing or unreadable config.json.
 */
export async function readConfig(path: string): Promise<ConfigFolder> {
  const given = await findModel(path);
  await checkDirectory(given);
  const directory = (await snapshotOf(given)) ?? given;
  const missing = `${quotePath(directory)} is no model folder yet, so finish its download or give the folder of a Hugging Face model`;
  const config = await readJson(join(directory, 'config.json'), folderLimits.configBytes, missing);
  return { directory, name: modelName(directory), config };
}

/** Throws `bad-input` for what is no folder, `bad-checkpoint` for unreadable files. */
export async function readModelFolder(path: string): Promise<ModelFolder> {
  const folder = await readConfig(path);
  const optional = (name: string) => readOptionalJson(folder.directory, name, folderLimits.configBytes);
  return {
    ...folder,
    preprocessor: await optional('preprocessor_config.json'),
    videoPreprocessor: await optional('video_preprocessor_config.json'),
    processor: await optional('processor_config.json'),
    generation: await optional('generation_config.json'),
    tokenizer: () => readTokenizer(folder.directory),
    tensors: (only) => readTensorIndex(folder.directory, only),
  };
}
