/** Opens the files of an original LLaVA model: its own folder and that of the vision tower it names. Translates nothing itself. */
import { EngineError, inContext } from '../errors.ts';
import type { ModelFolder } from './folder.ts';
import { cacheFolders } from './hub-cache.ts';
import { withImagePlaceholder } from './image-placeholder.ts';
import { readJson, readOptionalJson, type JsonDocument } from '../files/published-json.ts';
import { folderLimits } from './limits.ts';
import { translatedConfig, translatedProcessor } from '../families/parts/original-config.ts';
import { originalFields } from '../families/parts/original-fields.ts';
import { originalForm } from '../families/parts/original-form.ts';
import { readTensorIndex, type TensorIndex, type Tensors } from './tensor-index.ts';
import { readTokenizer } from './text-files.ts';
import { visionTowerFolder } from './vision-tower-folder.ts';
import { quotePath } from '../files/words.ts';
import { join } from 'node:path';

/** Which of the two folders a sentence is about. */
async function ofTower<T>(tower: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof EngineError)) throw cause;
    throw inContext(cause, (fact) => `In the vision tower's folder ${quotePath(tower)}: ${fact}`);
  }
}

function towerDocument({ file, value }: JsonDocument): JsonDocument {
  return { file: `${file} of the vision tower`, value };
}

/** LLaVA-1.6 trained its tower and stores it; LLaVA-1.5 leaves it where it was published. */
function holdsTower(tensors: Tensors): boolean {
  for (const name of tensors.keys()) if (name.startsWith('model.vision_tower.')) return true;
  return false;
}

function prefixed<T>(table: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...table].map(([name, value]) => [`vision_tower.${name}`, value] as const);
}

async function tensorsOfBoth(directory: string, tower: string, only?: 'shards'): Promise<TensorIndex> {
  const own = await readTensorIndex(directory, only);
  if (holdsTower(own.tensors)) return own;
  const vision = await ofTower(tower, () => readTensorIndex(tower));
  return {
    tensors: new Map([...own.tensors, ...prefixed(vision.tensors)]),
    absent: new Map([...own.absent, ...prefixed(vision.absent)]),
  };
}

/**
 * The folder as the Hugging Face layout would have it.
 * Throws `bad-checkpoint` or `unsupported`, naming the folder where it is the tower's.
 */
export async function originalLayout(folder: ModelFolder): Promise<ModelFolder> {
  const { directory } = folder;
  const fields = originalFields(folder.config);
  const tower = await visionTowerFolder(fields.tower, directory, cacheFolders(directory));
  const towerConfig = await ofTower(tower, () =>
    readJson(join(tower, 'config.json'), folderLimits.configBytes),
  );
  const towerProcessor = await ofTower(tower, () =>
    readOptionalJson(tower, 'preprocessor_config.json', folderLimits.configBytes),
  );
  const { imageTokenId, tokenizer } = withImagePlaceholder(await readTokenizer(directory));
  // The original code takes the tower's processor, whatever lies in the model's folder.
  const preprocessor = towerProcessor === undefined ? folder.preprocessor : towerDocument(towerProcessor);
  return {
    ...folder,
    config: translatedConfig(folder.config, fields, towerDocument(towerConfig), imageTokenId),
    preprocessor: preprocessor && translatedProcessor(preprocessor, fields),
    tokenizer: () => Promise.resolve(tokenizer),
    commonForm: originalForm(fields, folder.name, new Set(tokenizer.added.values())),
    tensors: (only) => tensorsOfBoth(directory, tower, only),
  };
}
