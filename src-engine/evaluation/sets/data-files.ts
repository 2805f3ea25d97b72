/** Splits of sets that come as JSON documents with a list `data` in them: recognised by the fields of an entry, named by what the document says. */
import type { Candidate } from '../reading/place.ts';
import type { FoundSplit, ReadSet } from './question-set.ts';

export interface DataFiles {
  /** That an entry has; together they tell the set from others with such a list. */
  readonly fields: readonly string[];
  /** Of the document, where it names its split. */
  readonly splitFields: readonly [string, string];
  readonly read: (path: string) => Promise<ReadSet>;
}

/** A document a split, val first, whose answers are published. */
export async function dataFiles(
  files: readonly Candidate[],
  { fields, splitFields, read }: DataFiles,
): Promise<FoundSplit[]> {
  const named = new RegExp(`"(?:${splitFields.join('|')})"\\s*:\\s*"([^"]{1,60})"`);
  const found: FoundSplit[] = [];
  for (const { name, path, head, text } of files) {
    if (!name.endsWith('.json')) continue;
    const { keys } = await head();
    if (!keys.has('data') || !fields.every((key) => keys.has(key))) continue;
    const split = named.exec(await text())?.[1] ?? name.replace(/\.json$/, '');
    found.push({ split, files: [path], read: () => read(path) });
  }
  return found.sort((a, b) => Number(a.split !== 'val') - Number(b.split !== 'val'));
}
