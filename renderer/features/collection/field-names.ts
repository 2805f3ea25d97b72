/** The numbers of an image, as headings name them. */
import type { CountUnit } from '../../state/collection/counts.ts';
import { unitHeading } from '../../words/collection-words.ts';
import type { SortField } from '../../state/collection/order.ts';

const fieldNames: Readonly<Record<SortField, string>> = {
  name: 'Name',
  tokens: 'Tokens',
  share: 'Share kept',
  bytesPerPixel: 'Bytes per pixel',
  pixels: 'Size',
  folder: 'Folder',
  difference: 'Compared',
};

/** The same where rows are counted. */
export function fieldName(field: SortField, unit: CountUnit): string {
  return field === 'tokens' ? unitHeading(unit) : fieldNames[field];
}
