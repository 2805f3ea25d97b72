/** The numbers of an image, as headings name them. */
import type { SortField } from '../../state/collection/order.ts';

export const fieldNames: Readonly<Record<SortField, string>> = {
  name: 'Name',
  tokens: 'Tokens',
  share: 'Share kept',
  bytesPerPixel: 'Bytes per pixel',
  pixels: 'Size',
  folder: 'Folder',
  difference: 'Compared',
};
