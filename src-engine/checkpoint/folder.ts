/** The model folder itself: that it is one, its small JSON files, and where to get the rest. No weights. */
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { exists } from '../files/bounded-file.ts';
import { otherKind } from './folder-kinds/folder-kinds.ts';
import { checkIsFolder } from './folder-kinds/no-folder.ts';
import { snapshotOf } from './hub-cache.ts';
import { findModel } from './hub-names.ts';
import { checkLinks } from './links.ts';
import type { FamilyTemplate } from '../families/family.ts';
import { parseDocument, readJson, readOptionalJson, type JsonDocument } from '../files/published-json.ts';
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
  /** How the code of its layout puts a question where the folder holds no chat template. */
  readonly commonForm?: FamilyTemplate | undefined;
  /** Throw `bad-checkpoint` or `unsupported`; called only once the model is known to be of a family that runs. */
  readonly tokenizer: () => Promise<TokenizerFiles>;
  readonly tensors: (only?: 'shards') => Promise<TensorIndex>;
}

/** Whatever a configuration holds, it is no list and no number. */
const anyObject = z.record(z.string(), z.unknown());

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
  await checkIsFolder(given);
  const directory = (await snapshotOf(given)) ?? given;
  await checkLinks(directory);
  const missing = `${quotePath(directory)} is no model folder yet, so finish its download or give the folder of a Hugging Face model`;
  if (!(await exists(join(directory, 'config.json')))) {
    const other = await otherKind(directory);
    if (other !== undefined) throw other;
  }
  const config = await readJson(join(directory, 'config.json'), folderLimits.configBytes, missing);
  parseDocument(anyObject, config);
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
