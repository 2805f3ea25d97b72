/** The pictures that ship with the application: reads assets/shelf.json, resolves its paths and adds what is known to be true of each. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readText } from '../files/bounded-file.ts';
import { document } from '../files/document.ts';
import type { KnownAnswer } from '../judging/known-answers.ts';
import { bundledFile, mostBytes } from './bundled-file.ts';
import { readTruths } from './sample-truths.ts';

export interface ShelfPicture {
  readonly path: string; // absolute
  readonly title: string;
  readonly questions: readonly string[]; // suggestions, the best first
  /** Scenes are what the embedded model was made for; photographs show token maps, its answers on them mean nothing. */
  readonly kind: 'scene' | 'photo';
  /** Author and licence, to be shown with a photograph. */
  readonly credit?: string;
  /** Questions with their true answers; absent where none are known. */
  readonly known?: readonly KnownAnswer[];
}

export const shelfFileName = 'shelf.json';

const pictureFields = {
  // One folder, one plain file name: nothing can lead out of the assets.
  file: z.string().regex(/^[a-z]+\/\w[\w-]*(\.[\w-]+)+$/, 'must be folder/name.extension'),
  title: z.string().min(1),
  questions: z.array(z.string().min(1)).min(1).max(4),
};

const shelfSchema = z.strictObject({
  version: z.literal(1),
  pictures: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('scene'), ...pictureFields }),
        z.strictObject({ kind: z.literal('photo'), ...pictureFields, credit: z.string().min(1) }),
      ]),
    )
    .min(1),
});

const subject = bundledFile(shelfFileName);

/** Pictures in display order, the one that a first start opens first. `directory` is the assets folder. Throws `bad-input`. */
export function parseShelf(text: string, directory: string): readonly ShelfPicture[] {
  return document(shelfSchema, text, subject).pictures.map(({ file, ...picture }) => ({
    ...picture,
    path: resolve(directory, file),
  }));
}

/** Reads the shelf of an assets folder. Throws `bad-input`. */
export async function readShelf(directory: string): Promise<readonly ShelfPicture[]> {
  const pictures = parseShelf(await readText(join(directory, shelfFileName), mostBytes, subject), directory);
  const truths = await readTruths(directory);
  return pictures.map((picture) => {
    const known = truths.get(picture.path);
    return known === undefined ? picture : { ...picture, known };
  });
}
