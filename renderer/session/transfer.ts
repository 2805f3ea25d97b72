/** What a drop or a paste holds, as a decision in words or in files. Reads the browser's objects, touches no state. */

export type Handed =
  | { readonly kind: 'files'; readonly files: readonly File[] }
  | { readonly kind: 'folder'; readonly folder: File }
  | { readonly kind: 'refused'; readonly sentence: string };

const noImage = 'open a PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP file instead.';

/** For `drop` events. */
export function readDrop(data: DataTransfer): Handed {
  const items = [...data.items].filter((item) => item.kind === 'file');
  const files = [...data.files];
  // A folder comes as a file of its name; the items say which one it is.
  const entry = items.map((item) => item.webkitGetAsEntry()).find((each) => each?.isDirectory);
  const folder = files.find(({ name }) => name === entry?.name);
  if (folder !== undefined) return { kind: 'folder', folder };
  if (files.length > 0) return { kind: 'files', files };
  const link = data.types.includes('text/uri-list');
  return {
    kind: 'refused',
    sentence: link
      ? 'That is a link, and the application does not use the network; save the picture and drop the file.'
      : `That is text, not an image; ${noImage}`,
  };
}

/** A single file or folder that is no picture: where questions are wanted, it is taken for them. */
export function droppedQuestions(data: DataTransfer): File | null {
  const [file, ...others] = data.files;
  return file === undefined || others.length > 0 || file.type.startsWith('image/') ? null : file;
}

/** For `paste` events. */
export function readPaste(data: DataTransfer): Handed {
  const files = [...data.files].filter((file) => file.type.startsWith('image/') || file.type === '');
  if (files.length > 0) return { kind: 'files', files };
  const other = data.files[0];
  if (other !== undefined) {
    return { kind: 'refused', sentence: `${other.name} on the clipboard is not an image; ${noImage}` };
  }
  const text = data.types.includes('text/plain');
  return {
    kind: 'refused',
    sentence: text
      ? 'The clipboard holds text, not an image; copy a picture and paste again.'
      : 'The clipboard holds no image; copy a picture and paste again.',
  };
}
