/** Finds the separate vision tower that an original LLaVA model names: beside it, in it, or in a download cache. Opens nothing. */
import { basename, dirname, isAbsolute, join } from 'node:path';
import { EngineError } from '../errors.ts';
import { exists } from '../files/bounded-file.ts';
import { repositoryFolder, snapshotOf } from './hub-cache.ts';
import { quote, quotePath } from '../files/words.ts';

/** A network share: looking there would tell a stranger's server who asks. */
function isRemote(path: string): boolean {
  return /^[\\/]{2}/u.test(path);
}

/** Folders that may be the tower, first choice first. A repository's cache folder stands for its snapshot. */
function candidates(name: string, modelDirectory: string, caches: readonly string[]): readonly string[] {
  const last = basename(name.replaceAll('\\', '/'));
  const repository = repositoryFolder(name);
  return [
    ...(isAbsolute(name) && !isRemote(name) ? [name] : []),
    ...(last === '' || last === '..' || last === '.'
      ? []
      : [join(dirname(modelDirectory), last), join(modelDirectory, last)]),
    ...(repository === undefined ? [] : caches.map((cache) => join(cache, repository))),
  ];
}

/**
 * @param name `mm_vision_tower`: a repository (`openai/clip-vit-large-patch14-336`) or a path
 * @param caches folders of Hugging Face's cache layout
 * @throws EngineError `bad-checkpoint`, naming the tower and every place where it was looked for
 */
export async function visionTowerFolder(
  name: string,
  modelDirectory: string,
  caches: readonly string[],
): Promise<string> {
  const places = candidates(name, modelDirectory, caches);
  for (const place of places) {
    const folder = (await snapshotOf(place)) ?? place;
    if (await exists(join(folder, 'config.json'))) return folder;
  }
  const looked = places.length === 0 ? 'nowhere, as it names no folder' : places.map(quotePath).join(', ');
  throw new EngineError(
    'bad-checkpoint',
    `The folder of the vision tower ${quote(name)} (mm_vision_tower in config.json) is missing; it was looked for at ${looked}`,
    { remedy: 'put that model, as safetensors, beside this one' },
  );
}
