/** Pictures that stand as base64 inside a file of questions: each is written to a file of its own when its turn comes, never all at once. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { exists, readAt, withFile } from '../files/bounded-file.ts';
import { sha256 } from '../files/sha256.ts';
import { quote } from '../files/words.ts';
import type { Question } from './questions.ts';
import { forOwner } from '../files/for-owner.ts';

export interface EmbeddedPictures {
  /** The picture's file; made now if it is embedded. Throws `bad-input` where that is no base64. */
  fileOf(question: Question): Promise<string>;
  /** The same without making it: a path that was given stays. */
  pathOf(path: string): string;
}

/** base64 of the largest picture that may be read, and some. */
const mostCharacters = 100 * 1_048_576;

/** @param directory where they are kept, named by their content */
export function embeddedPictures(directory: string): EmbeddedPictures {
  const made = new Map<string, string>();
  return {
    async fileOf(question) {
      const { embedded, path } = question;
      if (embedded === undefined) return path;
      const known = made.get(path);
      if (known !== undefined) return known;
      const bytes = await decode(question, embedded);
      const file = join(directory, `${sha256(bytes).slice(0, 32)}${endingOf(bytes)}`);
      if (!(await exists(file))) {
        await mkdir(directory, { recursive: true, mode: forOwner.folder });
        await writeAtomically(file, bytes);
      }
      made.set(path, file);
      return file;
    },
    pathOf: (path) => made.get(path) ?? path,
  };
}

async function decode(
  { image }: Question,
  { file, at, length }: NonNullable<Question['embedded']>,
): Promise<Buffer> {
  const subject = { file, code: 'bad-input', remedy: 'download it again' } as const;
  if (length > mostCharacters) throw unfit(image, 'is too large');
  const text = await withFile(file, subject, async (handle) => readAt(handle, at, length));
  const characters = text
    .toString('latin1')
    .replace(/[\s"]+/g, '')
    .replace(/^data:[^,]{1,100},/, '');
  if (characters === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(characters)) throw unfit(image, 'is no base64');
  return Buffer.from(characters, 'base64');
}

function unfit(image: string, fact: string): EngineError {
  return new EngineError('bad-input', `The image ${quote(image)} inside the file ${fact}`, {
    remedy: 'download the file again',
  });
}

/** Names are for people who look into the folder: what a picture is, its decoder sees. */
function endingOf(bytes: Buffer): string {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return '.jpg';
  if (bytes.subarray(1, 4).toString('latin1') === 'PNG') return '.png';
  if (bytes.subarray(8, 12).toString('latin1') === 'WEBP') return '.webp';
  return '.image';
}
