/** Where a model's files go: what of them is there, where one comes together, and how a whole one takes its place. */
import type { RepositoryFile } from './repository.ts';

export interface Place {
  /** The model's folder, in the end. */
  readonly directory: string;
  /** Taken by whoever downloads there. */
  readonly lock: string;
  readonly prepare: (licence: string | null) => Promise<void>;
  /** The path of a file that is whole, by its length; undefined where it must be fetched. Throws where another file is in its place. */
  readonly present: (file: RepositoryFile, signal?: AbortSignal) => Promise<string | undefined>;
  /** As `present`, and nothing is changed: not even a link is made. */
  readonly find: (file: RepositoryFile) => Promise<string | undefined>;
  readonly partOf: (file: RepositoryFile) => string;
  /** The bytes at `partOf` are right: they become the file. */
  readonly settle: (file: RepositoryFile) => Promise<void>;
  /** Every file is in its place. */
  readonly finish: () => Promise<void>;
}
