/** Finds images by name in the folders of a place: names are held once, as they were listed. */
import { basename, join } from 'node:path';

export interface ImageFinder {
  /** How many images there are. */
  readonly count: number;
  /**
   * The file of the first of the names that is there; a name may begin with folders, as in 'test/4/image.png', and then only such folders are
   * looked into. Undefined where none is.
   */
  find(...names: readonly string[]): string | undefined;
}

export interface ImageFolder {
  readonly path: string; // absolute
  readonly images: ReadonlySet<string>;
}

export function imageFinder(folders: readonly ImageFolder[]): ImageFinder {
  const byName = new Map<string, ImageFolder[]>();
  for (const folder of folders) {
    const name = basename(folder.path);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [folder]);
    else known.push(folder);
  }
  let last = folders[0]; // most images of a set lie in one folder
  const anywhere = (name: string): ImageFolder | undefined => {
    if (last?.images.has(name) === true) return last;
    const found = folders.find(({ images }) => images.has(name));
    last = found ?? last;
    return found;
  };
  const within = (parents: readonly string[], name: string): ImageFolder | undefined => {
    const ending = `/${parents.join('/')}`;
    return byName
      .get(parents.at(-1) ?? '')
      ?.find(({ path, images }) => images.has(name) && path.replaceAll('\\', '/').endsWith(ending));
  };
  return {
    count: folders.reduce((sum, { images }) => sum + images.size, 0),
    find(...names) {
      for (const each of names) {
        const parts = each.split('/').filter((part) => part !== '' && part !== '.');
        const name = parts.pop();
        if (name === undefined || parts.includes('..')) continue;
        const folder = parts.length === 0 ? anywhere(name) : within(parts, name);
        if (folder !== undefined) return join(folder.path, name);
      }
      return undefined;
    },
  };
}
