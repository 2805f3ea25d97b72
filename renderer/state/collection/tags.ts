/** The user's own tags on images of a folder, kept by path below it: a file that is renamed or moved loses its tags, one that is changed keeps them. Pure. */
import type { Columns } from './columns.ts';

/** Paths by tag. */
export type Tags = Readonly<Record<string, readonly string[]>>;

export const longestTag = 40; // characters

/** As it is written into the table; '' for what is no name. */
export function tagName(text: string): string {
  return text.trim().replace(/\s+/g, ' ').slice(0, longestTag);
}

export function withTag(tags: Tags, tag: string, paths: readonly string[]): Tags {
  return { ...tags, [tag]: [...new Set([...(tags[tag] ?? []), ...paths])] };
}

/** Takes a tag from some images; a tag without images is no more. */
export function withoutTag(tags: Tags, tag: string, paths: readonly string[]): Tags {
  const gone = new Set(paths);
  const left = (tags[tag] ?? []).filter((path) => !gone.has(path));
  return left.length === 0 ? removeTag(tags, tag) : { ...tags, [tag]: left };
}

export function removeTag(tags: Tags, tag: string): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => name !== tag));
}

/** The tags of one folder among those of all. */
export function withTags(
  all: Readonly<Record<string, Tags>>,
  folder: string,
  tags: Tags,
): Readonly<Record<string, Tags>> {
  const others = Object.entries(all).filter(([name]) => name !== folder);
  return Object.fromEntries(Object.keys(tags).length === 0 ? others : [...others, [folder, tags]]);
}

/** A name that is there already takes the images in. */
export function renameTag(tags: Tags, from: string, to: string): Tags {
  return from === to ? tags : withTag(removeTag(tags, from), to, tags[from] ?? []);
}

/** Which rows have a tag [rows]. */
export function taggedRows(
  { paths, rows }: Pick<Columns, 'paths' | 'rows'>,
  tagged: readonly string[],
): Uint8Array {
  const wanted = new Set(tagged);
  const mask = new Uint8Array(rows);
  for (const [row, path] of paths.entries()) if (wanted.has(path)) mask[row] = 1;
  return mask;
}
