/** Folders in which nothing is of a model: empty ones, pictures, anything else. */
import { basename } from 'node:path';
import { EngineError } from '../../errors.ts';
import { isImageName } from '../../files/image-names.ts';
import { clip, quote, quotePath } from '../../files/words.ts';
import type { Remedy } from '../../remedy.ts';
import type { FolderKind } from './kind.ts';
import { fileLike, type FolderListing } from './listing.ts';

const aModel =
  'give the folder of a model as Hugging Face publishes it: config.json, safetensors, tokenizer.json';

/** What is there without config.json is a model that has not come whole. */
const ofModel =
  /(?:config|tokenizer|vocab|merges|special_tokens|index).*\.(?:json|txt|model)$|\.safetensors$/iu;

const many = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** More than anything else. */
function picturesIn({ files }: FolderListing): number {
  const pictures = files.filter(isImageName).length;
  return pictures > files.length / 2 ? pictures : 0;
}

export const noModel: FolderKind = {
  recognise(listing) {
    const { directory, files, folders } = listing;
    if (fileLike(listing, ofModel) !== undefined) return undefined;
    const folder = quotePath(directory);
    const refused = (fact: string, remedy: Remedy | string) =>
      new EngineError('bad-checkpoint', fact, { remedy });
    const seen = files.filter((name) => !name.startsWith('.'));
    if (seen.length + folders.length === 0) return refused(`${folder} is empty`, aModel);
    const pictures = picturesIn(listing);
    if (pictures > 0) {
      const fact = `${folder} is a folder of ${many(pictures, 'picture')} and no model`;
      const remedies = [{ kind: 'open-collection' }, { kind: 'advice', words: aModel }] as const;
      return refused(fact, { kind: 'either', remedies });
    }
    const first = seen[0] ?? folders[0] ?? basename(directory);
    const held = [
      ...(seen.length === 0 ? [] : [many(seen.length, 'file')]),
      ...(folders.length === 0 ? [] : [many(folders.length, 'folder')]),
    ].join(' and ');
    return refused(`${folder} is no model folder: it holds ${held} such as ${quote(clip(first))}`, aModel);
  },
};
