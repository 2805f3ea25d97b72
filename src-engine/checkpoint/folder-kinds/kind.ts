/** The seam of the kinds of folders that are taken for a model and are something else: each one object that knows its own sentence. */
import type { EngineError } from '../../errors.ts';
import type { FolderListing } from './listing.ts';

export interface FolderKind {
  /** What the folder is and what to do with it; undefined where it is something else. */
  readonly recognise: (listing: FolderListing) => EngineError | undefined | Promise<EngineError | undefined>;
}
