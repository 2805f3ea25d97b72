/** What the shelf says: its order, the mean of the user's own pictures, what was closed, what a folder held beside its images. */
import { plural } from '../../src-engine/report/units.ts';
import type { OwnMean, ShelfSort } from '../state/shelf-order.ts';

export const sortWords: readonly { readonly value: ShelfSort; readonly label: string }[] = [
  { value: 'tokens', label: 'by tokens' },
  { value: 'name', label: 'by name' },
  { value: 'opened', label: 'as opened' },
];

/** `My 4 pictures: 61.5 tokens on average` */
export function meanWords({ pictures, counted, mean }: OwnMean): string {
  const mine = pictures === 1 ? 'My picture' : `My ${pictures} pictures`;
  if (counted === 0) return `${mine}: not counted yet`;
  const rest = counted < pictures ? ` (${counted} counted)` : '';
  return `${mine}: ${Number(mean.toFixed(1))} tokens${counted === 1 ? '' : ' on average'}${rest}`;
}

export function closedWords(names: readonly string[]): string {
  return names.length === 1 ? `${names[0] ?? ''} is closed.` : `${names.length} images are closed.`;
}

/** What lies in a folder that was opened and is on no shelf now. */
export interface FolderRest {
  readonly folder: string;
  readonly images: number;
  readonly hidden: readonly string[]; // names
  readonly folders: readonly string[];
  readonly others: readonly string[];
}

const mostNamed = 3;

/** Null where there is nothing to say. */
export function folderWords({ folder, images, hidden, folders, others }: FolderRest): string | null {
  const parts = [
    part(hidden, 'hidden file', 'hidden files'),
    part(folders, 'folder below it', 'folders below it'),
    part(others, 'file that is no image by its name', 'files that are no images by their names'),
  ].filter((words) => words !== null);
  if (images > 0) return parts.length === 0 ? null : `Not opened from ${folder}: ${parts.join('; ')}.`;
  const has = parts.length === 0 ? 'is empty' : `has no images: ${parts.join('; ')}`;
  return `${folder} ${has}.${folders.length === 0 ? '' : ' “Open a folder as a collection…” looks into the folders below it too.'}`;
}

function part(names: readonly string[], one: string, many: string): string | null {
  return names.length === 0 ? null : `${plural(names.length, one, many)} (${named(names)})`;
}

export function named(names: readonly string[]): string {
  const more = names.length > mostNamed ? [`${names.length - mostNamed} more`] : [];
  return [...names.slice(0, mostNamed), ...more].join(', ');
}

export function refusedWords(names: readonly string[], opened: number): string {
  return `${names.length} of ${opened} images could not be opened: ${named(names)}.`;
}
