/** One file from the disk to the views that the encoder reads, and what its bytes are. */
import type { ImageRoute } from '../engine.ts';
import { decodeBytes } from '../vision/decode.ts';
import { prepareDecoded } from '../vision/prepare.ts';
import type { PreparedView, ViewsSpec } from '../vision/prepare.ts';
import { readSource, sourceName } from '../vision/read-source.ts';
import type { FileState } from './file-table.ts';
import { contentOf, unreadable } from './look-at-file.ts';

export type PreparedFile =
  | { readonly kind: 'views'; readonly content: string; readonly views: readonly PreparedView[] }
  | { readonly kind: 'unreadable'; readonly state: FileState; readonly lasting: boolean };

/** What is wrong with the file is a result, not an error. */
export async function prepareFile(path: string, spec: ViewsSpec, route: ImageRoute): Promise<PreparedFile> {
  const source = { kind: 'file', path } as const;
  let lasting = false;
  try {
    const bytes = await readSource(source);
    lasting = true;
    const image = await decodeBytes(bytes, sourceName(source), { route });
    lasting = false; // another model may take the shape that this one does not
    try {
      return { kind: 'views', content: contentOf(bytes), views: prepareDecoded(image, spec).views };
    } finally {
      image.rows.release?.();
    }
  } catch (cause) {
    return { kind: 'unreadable', state: unreadable(cause), lasting };
  }
}
