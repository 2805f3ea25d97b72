/** Hugging Face's download cache itself, or a repository in it that does not say which of its versions is meant. */
import { basename, join } from 'node:path';
import { EngineError } from '../../errors.ts';
import { clip, quote, quotePath } from '../../files/words.ts';
import { cachedModels, type CachedModel, type CachedVersion } from '../cached-models.ts';
import type { FolderKind } from './kind.ts';

const mostNamed = 8;

function state({ commit, lacks }: CachedVersion): string {
  const version = `version ${clip(commit, 12)}`;
  return lacks === undefined ? `${version} is whole` : `${version} lacks ${quote(lacks)}`;
}

/** `org/name (whole)`, or what its versions lack. */
function inWords({ name, versions }: CachedModel): string {
  if (versions.length === 1 && versions[0]?.lacks === undefined) return `${clip(name)} (whole)`;
  return `${clip(name)} (${versions.length === 0 ? 'no files yet' : versions.map(state).join(', ')})`;
}

const isCached = (name: string): boolean => name.startsWith('models--');

/** The cache, or the folder that holds it as `hub`. */
export const downloadCache: FolderKind = {
  async recognise({ directory, folders }) {
    const cache = folders.some(isCached) ? directory : join(directory, 'hub');
    const models = await cachedModels(cache);
    if (models.length === 0) return undefined;
    const whole = models.find(({ versions }) => versions.some(({ lacks }) => lacks === undefined));
    const named = models.slice(0, mostNamed).map(inWords).join('; ');
    const more = models.length > mostNamed ? `; and ${models.length - mostNamed} more` : '';
    const fact = `${quotePath(cache)} is a download cache and not a model. It holds ${named}${more}`;
    return new EngineError('bad-input', fact, {
      remedy:
        whole === undefined
          ? 'finish the download of one and give its folder'
          : `give the folder of one, such as ${quotePath(whole.directory)}`,
    });
  },
};

export const severalVersions: FolderKind = {
  async recognise({ directory, folders }) {
    if (!isCached(basename(directory)) || !folders.includes('snapshots')) return undefined;
    const models = await cachedModels(join(directory, '..'), basename(directory));
    const [model] = models;
    if (model === undefined) return undefined;
    const whole = model.versions.find(({ lacks }) => lacks === undefined);
    const held =
      model.versions.length === 0
        ? 'no version yet'
        : `several versions, none of them its main branch: ${model.versions.map(state).join(', ')}`;
    return new EngineError('bad-input', `${quotePath(directory)} holds ${held}`, {
      remedy: whole === undefined ? 'finish its download' : `give ${quotePath(whole.directory)}`,
    });
  },
};
