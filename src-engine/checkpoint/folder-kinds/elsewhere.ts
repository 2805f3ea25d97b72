/** Folders that are near a model: one level above it, one below, or a download that has not ended. */
import { dirname, join } from 'node:path';
import { EngineError } from '../../errors.ts';
import { isWhole } from '../cached-models.ts';
import { exists } from '../../files/bounded-file.ts';
import { clip, quote, quotePath } from '../../files/words.ts';
import type { FolderKind } from './kind.ts';
import { fileLike, listFolder, type FolderListing } from './listing.ts';

/** How many of them are looked into, and how many are named. */
const mostChildren = 200;
const mostNamed = 6;

/** Whole ones where there are any; unfinished ones only of a folder that does not call itself a model. */
async function modelsIn({ directory, files, folders }: FolderListing): Promise<readonly string[]> {
  const whole: string[] = [];
  const begun: string[] = [];
  for (const name of folders.slice(0, mostChildren)) {
    if (await isWhole(join(directory, name))) whole.push(name);
    else if (await exists(join(directory, name, 'config.json'))) begun.push(name);
  }
  return whole.length > 0 || files.includes('config.json') ? whole : begun;
}

export const oneLevelTooHigh: FolderKind = {
  async recognise(listing) {
    const models = await modelsIn(listing);
    const [first, ...others] = models;
    if (first === undefined) return undefined;
    const { directory } = listing;
    if (others.length === 0) {
      const fact = `${quotePath(directory)} is no model folder, but ${quote(first)} in it is one`;
      return new EngineError('bad-input', fact, { remedy: `give ${quotePath(join(directory, first))}` });
    }
    const named = models.slice(0, mostNamed).map(quote).join(', ');
    const more = models.length > mostNamed ? ` and ${models.length - mostNamed} more` : '';
    const fact = `${quotePath(directory)} is no model folder, but holds ${models.length}: ${named}${more}`;
    return new EngineError('bad-input', fact, { remedy: 'give one of them' });
  },
};

export const oneLevelTooLow: FolderKind = {
  async recognise({ directory, files }) {
    const parent = dirname(directory);
    if (files.includes('config.json') || !(await isWhole(parent))) return undefined;
    const fact = `${quotePath(directory)} is a part of the model folder ${quotePath(parent)}`;
    return new EngineError('bad-input', fact, { remedy: 'give that folder' });
  },
};

const unfinished = /\.(?:incomplete|part|partial|crdownload|aria2|download|tmp)$/iu;

/** Also where huggingface_hub keeps what it has not finished, beside the files. */
export const unfinishedDownload: FolderKind = {
  async recognise(listing) {
    const own = fileLike(listing, unfinished);
    const hidden = join(listing.directory, '.cache', 'huggingface', 'download');
    const file = own ?? ((await exists(hidden)) ? fileLike(await listFolder(hidden), unfinished) : undefined);
    if (file === undefined) return undefined;
    return new EngineError('bad-checkpoint', `The folder's download has not ended (${quote(clip(file))})`, {
      remedy: 'finish it',
    });
  },
};
